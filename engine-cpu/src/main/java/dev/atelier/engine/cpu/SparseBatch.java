package dev.atelier.engine.cpu;

/** A mini-batch of a data set that is mostly zeros, as the first layer reads it: by samples forward, by pixels backward. */
final class SparseBatch {
    /**
     * Rows that are read and multiplied together: what of MNIST they leave to multiply takes some 700 KB, which second-level caches hold
     * while panel after panel of the dense factor is multiplied by it. To compare: {@code ./atelier bench scaling --batch-sizes 8192}, which
     * took 1.5 times as long with all 8192 rows together.
     */
    static final int ROWS = 512;

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
