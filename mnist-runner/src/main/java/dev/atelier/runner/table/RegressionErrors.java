package dev.atelier.runner.table;

/**
 * How far predictions are from numbers, in the numbers' own unit.
 *
 * @param rootMeanSquare the root of the mean squared error
 * @param meanAbsolute the mean absolute error
 * @param determination R squared: 1 for perfect predictions, 0 for those as good as the mean of the numbers; NaN if all the
 *     numbers are equal
 */
public record RegressionErrors(double rootMeanSquare, double meanAbsolute, double determination) {
    /**
     * Compares.
     *
     * @param outputs what the network says, standardised
     * @param targets what is right, standardised
     * @param column brings both back to their unit
     */
    public static RegressionErrors of(float[] outputs, float[] targets, Column.Numeric column) {
        int count = targets.length;
        double squares = 0;
        double absolutes = 0;
        double sum = 0;
        for (int i = 0; i < count; i++) {
            double error = (outputs[i] - (double) targets[i]) * column.deviation();
            squares += error * error;
            absolutes += Math.abs(error);
            sum += targets[i];
        }
        double spread = 0;
        for (float target : targets) {
            double difference = (target - sum / count) * column.deviation();
            spread += difference * difference;
        }
        return new RegressionErrors(
                Math.sqrt(squares / count), absolutes / count, spread > 0 ? 1 - squares / spread : Double.NaN);
    }
}
