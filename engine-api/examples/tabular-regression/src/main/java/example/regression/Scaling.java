package example.regression;

import dev.atelier.engine.data.Dataset;

/**
 * Brings each column to mean 0 and deviation 1, which networks learn from best.
 *
 * @param mean of each column of the rows that are trained on
 * @param deviation of each column, not zero
 */
record Scaling(double[] mean, double[] deviation) {
    /** Measures the columns of a table. */
    static Scaling of(Table table) {
        int columns = table.header().size();
        double[] mean = new double[columns];
        double[] deviation = new double[columns];
        for (int j = 0; j < columns; j++) {
            int column = j;
            mean[j] = table.rows().stream().mapToDouble(row -> row[column]).average().orElseThrow();
            double m = mean[j];
            deviation[j] = Math.sqrt(table.rows().stream()
                    .mapToDouble(row -> (row[column] - m) * (row[column] - m))
                    .average()
                    .orElseThrow());
        }
        return new Scaling(mean, deviation);
    }

    /** Returns what the engine trains on: features {@code [rows][features]} and targets {@code [rows][1]}, scaled. */
    Dataset apply(Table table) {
        int width = table.features();
        float[] features = new float[table.rows().size() * width];
        float[] targets = new float[table.rows().size()];
        for (int i = 0; i < targets.length; i++) {
            for (int j = 0; j < width; j++) {
                features[i * width + j] = scaled(table.rows().get(i)[j], j);
            }
            targets[i] = scaled(table.rows().get(i)[width], width);
        }
        return Dataset.ofTargets(features, width, targets, 1);
    }

    /** Returns a prediction in the target's unit. */
    double unscaled(float prediction) {
        int target = mean.length - 1;
        return prediction * deviation[target] + mean[target];
    }

    private float scaled(double value, int column) {
        return (float) ((value - mean[column]) / deviation[column]);
    }
}
