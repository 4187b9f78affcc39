package dev.atelier.runner.command;

import dev.atelier.engine.random.CounterRandom;
import dev.atelier.engine.random.Purpose;
import dev.atelier.runner.table.CsvTable;
import dev.atelier.runner.table.TableSchema;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say how a table is read and split. */
final class TableOptions {
    /** Epochs, batch and hidden layer where nothing is asked for: made for some hundred rows, right within a second. */
    static final int USUAL_EPOCHS = 100;

    static final int USUAL_BATCH = 32;
    static final List<Integer> USUAL_HIDDEN = List.of(32);

    /** The generator's streams of shuffles are numbered by epochs, which are counted from 1. */
    private static final int SPLIT = 0;

    private static final double USUAL_TEST_SIZE = 0.2;

    @Option(
            names = "--target",
            paramLabel = "COLUMN",
            description = "The column of a table that is to be predicted: a number with --loss mse, or a class.")
    private @Nullable String target;

    @Option(
            names = "--categorical",
            paramLabel = "COLUMN[,COLUMN...]",
            split = ",",
            description = "Columns of a table that are categories although they hold numbers; columns of words always"
                    + " are.")
    private Set<String> categorical = new LinkedHashSet<>();

    @Mixin
    private final SeparatorOption separator = new SeparatorOption();

    @Option(
            names = "--test-size",
            paramLabel = "FRACTION",
            description = "The part of a table's rows, drawn by the seed, that is kept to test with. Default: 0.2.")
    private @Nullable Double testSize;

    /**
     * Checks that no option is given that goes with a table only.
     *
     * @throws IllegalArgumentException naming the option
     */
    void checkUnused() {
        String option = target != null
                ? "--target"
                : !categorical.isEmpty()
                        ? "--categorical"
                        : separator.isGiven() ? "--separator" : testSize != null ? "--test-size" : null;
        if (option != null) {
            throw new IllegalArgumentException(option + " goes with a table: --data FILE.csv");
        }
    }

    /**
     * Reads a table and splits it.
     *
     * @param validationSize returns how many of so many rows to train on are held out
     * @throws IllegalArgumentException if an option is missing or out of range
     * @throws dev.atelier.runner.data.DataException if the table is faulty
     */
    TrainingTable load(Path file, long seed, IntUnaryOperator validationSize) {
        String column = target;
        if (column == null) {
            throw new IllegalArgumentException("--target is missing: which column of " + file + " is to be predicted?");
        }
        double share = testSize == null ? USUAL_TEST_SIZE : testSize;
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException("--test-size must be a fraction between 0 and 1, but is " + share);
        }
        CsvTable table = separator.read(file);
        int rows = table.rows().size();
        int tested = (int) Math.max(1, Math.round(share * rows));
        if (tested >= rows) {
            throw new IllegalArgumentException(
                    "--test-size " + share + " leaves none of the " + rows + " rows of " + file + " to train on");
        }
        int[] order = new int[rows];
        for (int i = 0; i < rows; i++) {
            order[i] = i;
        }
        new CounterRandom(seed, Purpose.SHUFFLE, SPLIT).shuffle(order);
        CsvTable training = part(table, order, tested, rows);
        int heldOut = validationSize.applyAsInt(rows - tested);
        CsvTable fitted = part(table, order, tested, rows - heldOut);
        TableSchema schema = TableSchema.fit(table, fitted, column, categorical);
        return new TrainingTable(table, schema, heldOut, training, part(table, order, 0, tested));
    }

    private static CsvTable part(CsvTable table, int[] order, int from, int to) {
        List<CsvTable.Row> rows = new ArrayList<>();
        for (int i = from; i < to; i++) {
            rows.add(table.rows().get(order[i]));
        }
        return table.withRows(rows);
    }
}
