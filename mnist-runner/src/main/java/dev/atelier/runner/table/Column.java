package dev.atelier.runner.table;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A column as a network sees it. */
public sealed interface Column permits Column.Numeric, Column.Categorical {
    /** Returns the column's name in the header. */
    String name();

    /** Returns how many of the network's inputs or outputs it takes. */
    int width();

    /**
     * Numbers, standardised: {@code (x - mean) / deviation}.
     *
     * @param name in the header
     * @param mean of the training rows
     * @param deviation the standard deviation of the training rows, or 1 where all are equal
     */
    record Numeric(String name, double mean, double deviation) implements Column {
        @Override
        public int width() {
            return 1;
        }

        /** Returns a number as the network sees it. */
        float standardised(double value) {
            return (float) ((value - mean) / deviation);
        }

        /** Returns the number that the network means. */
        public double restored(double standardised) {
            return standardised * deviation + mean;
        }
    }

    /**
     * Words, one-hot: a one at the place of the word, zeros at the others.
     *
     * @param name in the header
     * @param categories the words, in the order of their places
     */
    record Categorical(String name, List<String> categories) implements Column {
        /** More are a sign that the column is a name or a number and no category. */
        static final int MAX_CATEGORIES = 1000;

        /** Copies the list. */
        public Categorical {
            categories = List.copyOf(categories);
        }

        @Override
        public int width() {
            return categories.size();
        }
    }

    /**
     * Finds out what a column is. It holds numbers if its first row does; then all rows must.
     *
     * @param table the whole table
     * @param training the rows that mean and deviation are taken from
     * @param forced whether it is to be categorical in any case
     * @throws dev.atelier.runner.data.DataException for a missing value or a field that is not a number, with line and column
     */
    static Column fit(CsvTable table, CsvTable training, int index, boolean forced) {
        String name = table.columns().get(index);
        if (forced || !looksNumeric(table, index)) {
            Set<String> categories = new LinkedHashSet<>();
            for (CsvTable.Row row : table.rows()) {
                categories.add(word(table, row, index));
                if (categories.size() > Categorical.MAX_CATEGORIES) {
                    throw table.fault(
                            row,
                            index,
                            "is the " + categories.size()
                                    + "th different word of its column; at most " + Categorical.MAX_CATEGORIES
                                    + " can be told apart");
                }
            }
            return new Categorical(name, categories.stream().sorted().toList());
        }
        for (CsvTable.Row row : table.rows()) {
            number(table, row, index);
        }
        List<Double> values = new ArrayList<>();
        training.rows().forEach(row -> values.add(number(table, row, index)));
        double mean = values.stream().mapToDouble(x -> x).average().orElse(0);
        double variance = values.stream()
                .mapToDouble(x -> (x - mean) * (x - mean))
                .average()
                .orElse(0);
        double deviation = Math.sqrt(variance);
        return new Numeric(name, mean, deviation > 0 ? deviation : 1);
    }

    /** Missing values at the top of a column say nothing about it. */
    private static boolean looksNumeric(CsvTable table, int index) {
        return table.rows().stream()
                .map(row -> row.fields().get(index))
                .filter(field -> !Numbers.isMissing(field))
                .findFirst()
                .map(Numbers::isNumber)
                .orElse(true);
    }

    /** Returns a field of a column of words. */
    static String word(CsvTable table, CsvTable.Row row, int index) {
        String field = row.fields().get(index);
        if (field.isEmpty()) {
            throw table.fault(row, index, "the value is missing");
        }
        return field;
    }

    /** Returns a field of a column of numbers. */
    static double number(CsvTable table, CsvTable.Row row, int index) {
        String field = row.fields().get(index);
        if (Numbers.isMissing(field)) {
            throw table.fault(
                    row, index, field.isEmpty() ? "the value is missing" : "the value is missing: '" + field + "'");
        } else if (!Numbers.isNumber(field)) {
            throw table.fault(row, index, "'" + field + "' is not a number with a decimal point");
        }
        double value = Double.parseDouble(field);
        if (!Float.isFinite((float) value)) {
            throw table.fault(row, index, "'" + field + "' is too large");
        }
        return value;
    }
}
