package dev.atelier.runner.command;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.data.Dataset;
import dev.atelier.runner.model.ModelFile;
import dev.atelier.runner.table.Column;
import dev.atelier.runner.table.CsvTable;
import dev.atelier.runner.table.TableSchema;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/**
 * What a network says about the rows of a table: the table as CSV with one more column, {@code predicted_TARGET}, and for classes
 * another, {@code probability}.
 */
final class TablePrediction {
    private final CsvTable table;
    private final ModelFile.Model model;
    private final TableSchema schema;
    private final float[] outputs;

    private TablePrediction(CsvTable table, ModelFile.Model model, TableSchema schema, float[] outputs) {
        this.table = table;
        this.model = model;
        this.schema = schema;
        this.outputs = outputs;
    }

    /**
     * Predicts the rows of {@code table}, which need not have the target's column.
     *
     * @throws dev.atelier.runner.data.DataException if a column is missing or a field is faulty
     */
    static TablePrediction of(Backend backend, ModelFile.Model model, TableSchema schema, CsvTable table) {
        int rows = table.rows().size();
        Dataset dataset = Dataset.ofFloats(schema.features(table), schema.features(), new int[rows], schema.outputs());
        try (ModelRun run = new ModelRun(backend, model)) {
            return new TablePrediction(table, model, schema, run.outputs(dataset));
        }
    }

    private ClassTable verdict(Column.Categorical target, int row) {
        int classes = target.width();
        return new ClassTable(
                target.categories(), model.loss(), Arrays.copyOfRange(outputs, row * classes, (row + 1) * classes));
    }

    void print(PrintStream text) {
        StringWriter csv = new StringWriter();
        try (CsvWriter writer =
                CsvWriter.builder().fieldSeparator(table.separator()).build(csv)) {
            List<String> header = new ArrayList<>(table.columns());
            header.add("predicted_" + schema.target().name());
            if (!schema.isRegression()) {
                header.add("probability");
            }
            writer.writeRecord(header);
            for (int i = 0; i < table.rows().size(); i++) {
                List<String> fields = new ArrayList<>(table.rows().get(i).fields());
                if (schema.target() instanceof Column.Numeric numeric) {
                    fields.add(String.format(Locale.ROOT, "%.7g", numeric.restored(outputs[i])));
                } else if (schema.target() instanceof Column.Categorical categorical) {
                    ClassTable verdict = verdict(categorical, i);
                    fields.add(verdict.likeliestName());
                    fields.add(String.format(Locale.ROOT, "%.4f", verdict.likeliestValue()));
                }
                writer.writeRecord(fields);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        text.print(csv);
        text.flush();
    }

    void writeJson(JsonGenerator json) {
        json.writeStringProperty("target", schema.target().name());
        json.writeArrayPropertyStart("predictions");
        for (int i = 0; i < table.rows().size(); i++) {
            json.writeStartObject();
            json.writeNumberProperty("line", table.rows().get(i).line());
            if (schema.target() instanceof Column.Numeric numeric) {
                OutputOptions.number(json, "value", numeric.restored(outputs[i]));
            } else if (schema.target() instanceof Column.Categorical categorical) {
                verdict(categorical, i).writeJson(json);
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
