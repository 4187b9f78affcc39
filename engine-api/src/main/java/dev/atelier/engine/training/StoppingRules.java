package dev.atelier.engine.training;

/**
 * When training stops before its last epoch. A rule is off where its value is 0.
 *
 * @param patience stop when the error on held-out data has not fallen for this many epochs, and return to the weights of the
 *     best one
 * @param weightChange stop when a step changes the weights by less than this, in the Euclidean norm
 * @param gradientNorm stop when the Euclidean norm of a batch's gradient is below this
 * @param targetAccuracy stop when the accuracy on the test data reaches this fraction
 * @param maxSeconds stop when training, without evaluation, has taken this long
 */
public record StoppingRules(
        int patience, double weightChange, double gradientNorm, double targetAccuracy, double maxSeconds) {
    /** Weight change and gradient norm cost extra passes over memory, so they are measured at every 50th step only. */
    public static final int MEASURE_EVERY = 50;

    /** Checks the ranges. */
    public StoppingRules {
        if (patience < 0 || !(weightChange >= 0) || !(gradientNorm >= 0) || !(maxSeconds >= 0)) {
            throw new IllegalArgumentException(
                    "stopping rules must not be negative: patience " + patience + ", weight change " + weightChange
                            + ", gradient norm " + gradientNorm + ", seconds " + maxSeconds);
        }
        if (!(targetAccuracy >= 0 && targetAccuracy <= 1)) {
            throw new IllegalArgumentException("target accuracy must be 0 to 1, but is " + targetAccuracy);
        }
    }

    /** Returns the rules of a run that ends with its last epoch. */
    public static StoppingRules none() {
        return new StoppingRules(0, 0, 0, 0, 0);
    }

    /** Whether a rule looks at how many samples are classified rightly. */
    boolean countsErrors() {
        return patience > 0 || targetAccuracy > 0;
    }

    boolean measuresSteps() {
        return weightChange > 0 || gradientNorm > 0;
    }
}
