package dev.atelier.engine.cpu;

/** A mini-batch of a data set that is mostly zeros, as the first layer reads it: by samples forward, by pixels backward. */
final class SparseBatch {
    final SparseRows samples = new SparseRows();
    final SparseRows pixels = new SparseRows();
    final float[] numbers = new float[256];
    private float scale = Float.NaN;

    /** Whether the step's forward pass skipped zeros. */
    boolean current;

    /** Sets what each byte stands for; with the rounding of a product of floats, as gathering rows has it. */
    void scaleBy(float factor) {
        if (factor == scale) {
            return;
        }
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = factor * i;
        }
        scale = factor;
    }
}
