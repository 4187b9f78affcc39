package dev.atelier.engine.tck;

/** Numbers at which careless arithmetic breaks. */
final class SpecialValues {
    /** The largest power of ten of float. */
    private static final float HUGE = 3e38f;

    /** A subnormal number, which a device may take for zero. */
    private static final float TINY = 1e-42f;

    private SpecialValues() {}

    /** Returns NaN, the infinities, huge and tiny numbers of both signs, and both zeros. */
    static float[] all() {
        return new float[] {
            Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, HUGE, -HUGE, TINY, -TINY, 0, -0.0f
        };
    }

    /** Returns the values with one of them replaced. */
    static float[] inject(Samples samples, float[] values, float special) {
        float[] changed = values.clone();
        changed[samples.below(changed.length)] = special;
        return changed;
    }
}
