package dev.atelier.engine.training;

/**
 * How a network does on a data set.
 *
 * @param samples how many there are
 * @param correct how many of them were classified rightly, or {@link #NO_CLASSES} where targets are numbers
 * @param loss the mean loss
 */
public record Evaluation(int samples, int correct, double loss) {
    /** Stands for the number of right ones where there are no classes. */
    public static final int NO_CLASSES = -1;

    /** Whether samples were classified, so that there is an accuracy. */
    public boolean hasAccuracy() {
        return correct != NO_CLASSES;
    }

    /** Returns the fraction that was classified rightly, NaN where there are no classes. */
    public double accuracy() {
        return hasAccuracy() ? (double) correct / samples : Double.NaN;
    }
}
