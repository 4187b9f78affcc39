package dev.atelier.engine.backend;

/**
 * What {@link Ops#dropout} does with the units of a batch.
 *
 * @param mask which units are kept
 * @param scale factor of a unit that is kept
 * @param shift added to a unit that is kept
 * @param value what a dropped unit becomes
 */
public record Dropout(DropoutMask mask, float scale, float shift, float value) {
    /** What SELU falls to far below zero; a unit dropped so leaves a self-normalising network's mean and variance as they are. */
    private static final double SELU_FLOOR = -Activation.SELU_LAMBDA * Activation.SELU_ALPHA;

    /** Returns dropout as Srivastava et al. 2014 have it, scaled in training: a kept unit is divided by the probability of that. */
    public static Dropout plain(DropoutMask mask) {
        return new Dropout(mask, (float) (1 / mask.keep()), 0, 0);
    }

    /**
     * Returns alpha dropout (Klambauer et al. 2017, section 3, "New dropout technique"): with {@code q} the probability of keeping a unit
     * and {@code a' = -lambda alpha}, {@code a (x d + a' (1 - d)) + b}, where {@code a = (q + a'^2 q (1 - q))^(-1/2)} and
     * {@code b = -a (1 - q) a'}.
     */
    public static Dropout alpha(DropoutMask mask) {
        double q = mask.keep();
        double a = 1 / Math.sqrt(q + SELU_FLOOR * SELU_FLOOR * q * (1 - q));
        double b = -a * (1 - q) * SELU_FLOOR;
        return new Dropout(mask, (float) a, (float) b, (float) (a * SELU_FLOOR + b));
    }

    /** Returns the dropout that suits a layer with this activation: {@link #alpha} for SELU, else {@link #plain}. */
    public static Dropout suiting(Activation activation, DropoutMask mask) {
        return activation == Activation.SELU ? alpha(mask) : plain(mask);
    }

    /** Returns what turns the loss's gradient with respect to the outcome into that with respect to the input. */
    public Dropout gradient() {
        return new Dropout(mask, scale, 0, 0);
    }
}
