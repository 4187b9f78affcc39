package dev.atelier.engine.training;

/**
 * How a network does on a data set.
 *
 * @param samples how many there are
 * @param correct how many of them were classified rightly
 * @param loss the mean loss
 */
public record Evaluation(int samples, int correct, double loss) {
    /** Returns the fraction that was classified rightly. */
    public double accuracy() {
        return (double) correct / samples;
    }
}
