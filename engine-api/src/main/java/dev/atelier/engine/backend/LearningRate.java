package dev.atelier.engine.backend;

/**
 * What an optimiser needs from step to step, read on the device: the step's coefficient {@code k} is
 * {@code table[k][min(step, columns - 1)]}. For rules with one coefficient that is the learning rate.
 *
 * @param table F32 {@code [coefficients][steps]} with {@link UpdateRule#coefficientCount()} rows
 * @param step I32 {@code [1][1]}, not negative
 */
public record LearningRate(Tensor table, Tensor step) {
    /**
     * Returns the contents of a table.
     *
     * @param rates the learning rate of each step of the table
     * @param stepsBefore how many steps the run did before the table's first
     * @return row by row, {@link UpdateRule#coefficientCount()} times the length of {@code rates}
     */
    public static float[] tableOf(UpdateRule rule, float[] rates, long stepsBefore) {
        float[] table = new float[rule.coefficientCount() * rates.length];
        double[] coefficients = new double[rule.coefficientCount()];
        for (int i = 0; i < rates.length; i++) {
            rule.coefficients(rates[i], stepsBefore + i + 1, coefficients);
            for (int k = 0; k < coefficients.length; k++) {
                table[k * rates.length + i] = (float) coefficients[k];
            }
        }
        return table;
    }
}
