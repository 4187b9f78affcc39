package dev.atelier.runner.command;

import dev.atelier.engine.data.Dataset;
import dev.atelier.engine.network.Loss;
import dev.atelier.engine.network.NetworkWeights;
import dev.atelier.runner.model.ModelFile;
import dev.atelier.runner.table.CsvTable;
import dev.atelier.runner.table.TableSchema;
import java.util.Locale;

/** The rows of a table to train on. */
final class TrainingTable implements TrainingData {
    private final CsvTable table;
    private final TableSchema schema;
    private final int heldOut;
    private final Dataset training;
    private final Dataset test;

    /**
     * Makes the data sets.
     *
     * @param table names the data
     * @param schema fitted to the rows that are trained on
     * @param training rows to train on; those that are held out come last
     * @param test rows to test with
     */
    TrainingTable(CsvTable table, TableSchema schema, int heldOut, CsvTable training, CsvTable test) {
        this.table = table;
        this.schema = schema;
        this.heldOut = heldOut;
        this.training = schema.dataset(training);
        this.test = schema.dataset(test);
    }

    @Override
    public String name() {
        return table.file().toString();
    }

    @Override
    public Dataset training() {
        return training;
    }

    @Override
    public Dataset test() {
        return test;
    }

    @Override
    public int heldOut() {
        return heldOut;
    }

    @Override
    public String description() {
        String held = heldOut == 0 ? "" : String.format(Locale.ROOT, " + %,d held out", heldOut);
        String separator = table.separator() == '\t' ? "tab" : "'" + table.separator() + "'";
        return String.format(
                Locale.ROOT,
                "%,d%s + %,d test rows; header in line 1, separator %s; %d columns as %d features; target %s, %s",
                training.size() - heldOut,
                held,
                test.size(),
                separator,
                schema.inputs().size(),
                schema.features(),
                schema.target().name(),
                schema.isRegression() ? "a number" : schema.outputs() + " classes");
    }

    @Override
    public String noun() {
        return "rows";
    }

    @Override
    public ModelFile.Model model(NetworkWeights weights, Loss loss) {
        return new ModelFile.Model(weights, loss, schema);
    }
}
