package dev.atelier.runner.model;

/** The probabilities that a network trained with cross-entropy means by its outputs. */
public final class Softmax {
    private Softmax() {}

    /**
     * Returns {@code exp(z[k]) / sum over j of exp(z[j])}, in double precision.
     *
     * @param logits one output for each class
     */
    public static double[] of(float... logits) {
        double largest = Double.NEGATIVE_INFINITY;
        for (float logit : logits) {
            largest = Math.max(largest, logit);
        }
        double[] probabilities = new double[logits.length];
        double sum = 0;
        for (int k = 0; k < logits.length; k++) {
            probabilities[k] = Math.exp(logits[k] - largest);
            sum += probabilities[k];
        }
        for (int k = 0; k < logits.length; k++) {
            probabilities[k] /= sum;
        }
        return probabilities;
    }
}
