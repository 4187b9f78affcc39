package dev.atelier.runner.table;

import dev.atelier.engine.data.Dataset;
import dev.atelier.runner.data.DataException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a network sees of a table: its columns in their order, and the column that it predicts.
 *
 * @param inputs the columns that the network sees
 * @param target the column that it predicts
 */
public record TableSchema(List<Column> inputs, Column target) {
    /** Copies the list. */
    public TableSchema {
        inputs = List.copyOf(inputs);
        if (inputs.isEmpty()) {
            throw new IllegalArgumentException("a table needs a column beside the target");
        }
    }

    /**
     * Finds out what the columns of a table are.
     *
     * @param training the rows that means and deviations are taken from
     * @param target the name of the column to predict
     * @param categorical the names of columns that are categorical even if they hold numbers
     * @throws DataException if the table has no such columns or a faulty field
     */
    public static TableSchema fit(CsvTable table, CsvTable training, String target, Set<String> categorical) {
        int targetIndex = table.indexOf(target);
        categorical.forEach(table::indexOf);
        if (table.columns().size() < 2) {
            throw new DataException(table.file() + ": has no column beside the target '" + target + "'");
        }
        List<Column> inputs = new ArrayList<>();
        for (int i = 0; i < table.columns().size(); i++) {
            if (i != targetIndex) {
                inputs.add(Column.fit(
                        table, training, i, categorical.contains(table.columns().get(i))));
            }
        }
        Column fitted = Column.fit(table, training, targetIndex, categorical.contains(target));
        if (fitted instanceof Column.Categorical classes && classes.width() < 2) {
            throw new DataException(table.file() + ": column '" + target + "' has one class only");
        }
        return new TableSchema(inputs, fitted);
    }

    /** Whether the network predicts a number. */
    public boolean isRegression() {
        return target instanceof Column.Numeric;
    }

    /** Returns the number of features that the network sees. */
    public int features() {
        return inputs.stream().mapToInt(Column::width).sum();
    }

    /** Returns the number of the network's outputs. */
    public int outputs() {
        return target.width();
    }

    /**
     * Returns the rows with their targets as the network sees them.
     *
     * @throws DataException if a column is missing or a field is faulty
     */
    public Dataset dataset(CsvTable table) {
        float[] features = features(table);
        int index = table.indexOf(target.name());
        int rows = table.rows().size();
        if (target instanceof Column.Numeric numeric) {
            float[] targets = new float[rows];
            for (int i = 0; i < rows; i++) {
                targets[i] =
                        numeric.standardised(Column.number(table, table.rows().get(i), index));
            }
            return Dataset.ofTargets(features, features(), targets, 1);
        }
        int[] labels = new int[rows];
        Map<String, Integer> places = places((Column.Categorical) target);
        for (int i = 0; i < rows; i++) {
            labels[i] = place(table, table.rows().get(i), index, places);
        }
        return Dataset.ofFloats(features, features(), labels, outputs());
    }

    /**
     * Returns what the network sees of the rows, {@code [rows][features]}.
     *
     * @throws DataException if a column is missing or a field is faulty
     */
    public float[] features(CsvTable table) {
        int width = features();
        int rows = table.rows().size();
        if ((long) rows * width > Integer.MAX_VALUE) {
            throw new DataException(
                    table.file() + ": has " + rows + " rows that take " + width + " inputs each, which is too much");
        }
        float[] features = new float[rows * width];
        int offset = 0;
        for (Column column : inputs) {
            int index = table.indexOf(column.name());
            if (column instanceof Column.Numeric numeric) {
                for (int i = 0; i < rows; i++) {
                    features[i * width + offset] = numeric.standardised(
                            Column.number(table, table.rows().get(i), index));
                }
            } else {
                Map<String, Integer> places = places((Column.Categorical) column);
                for (int i = 0; i < rows; i++) {
                    int place = place(table, table.rows().get(i), index, places);
                    features[i * width + offset + place] = 1;
                }
            }
            offset += column.width();
        }
        return features;
    }

    private static Map<String, Integer> places(Column.Categorical column) {
        Map<String, Integer> places = new HashMap<>();
        for (String category : column.categories()) {
            places.put(category, places.size());
        }
        return places;
    }

    private static int place(CsvTable table, CsvTable.Row row, int index, Map<String, Integer> places) {
        String word = Column.word(table, row, index);
        Integer place = places.get(word);
        if (place == null) {
            throw table.fault(
                    row,
                    index,
                    "'" + word + "' is none of the " + places.size() + " words that the network was trained with");
        }
        return place;
    }
}
