package dev.atelier.engine.training;

/** The loss became NaN or infinite. */
public final class TrainingDivergedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final long step;

    /** Makes the exception for a step, counted from 1 over the whole run. */
    public TrainingDivergedException(long step, float loss) {
        super("the loss became " + loss + " at step " + step + "; try a lower learning rate");
        this.step = step;
    }

    /** Returns the first step whose loss was not finite, counted from 1 over the whole run. */
    public long step() {
        return step;
    }
}
