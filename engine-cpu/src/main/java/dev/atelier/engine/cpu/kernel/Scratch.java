package dev.atelier.engine.cpu.kernel;

/** The working memory of one thread; it grows to what the largest call needs and is then reused. */
public final class Scratch {
    private float[] left = {};
    private float[] right = {};
    private float[][] rows = {};
    private final float[] tile = new float[TILE_FLOATS];
    private final float[] scales = new float[2];
    private final float[] line = new float[LINE_FLOATS];
    private final float[] weights = new float[LINE_FLOATS];
    private final int[] indices = new int[LINE_FLOATS];

    /** Room for the largest register tile. */
    private static final int TILE_FLOATS = 1024;

    /** The longest piece of a row that plain Java loops treat at once: it and its operands fit the first-level cache. */
    public static final int LINE_FLOATS = 512;

    /** Makes empty scratch. */
    public Scratch() {}

    /** Returns room for packed parts of a left factor, or for gradients that are used up at once. */
    public float[] left(int floats) {
        if (left.length < floats) {
            left = new float[floats];
        }
        return left;
    }

    /** Returns room for packed parts of a right factor. */
    public float[] right(int floats) {
        if (right.length < floats) {
            right = new float[floats];
        }
        return right;
    }

    /** Returns at least {@code count} arrays of {@link #LINE_FLOATS}. */
    public float[][] rows(int count) {
        if (rows.length < count) {
            rows = new float[count][LINE_FLOATS];
        }
        return rows;
    }

    /** Returns room for a register tile that overlaps the edge of its matrix. */
    public float[] tile() {
        return tile;
    }

    /** Returns {@code alpha} and {@code beta}, until the next call. */
    public float[] scales(float alpha, float beta) {
        scales[0] = alpha;
        scales[1] = beta;
        return scales;
    }

    /** Returns {@link #LINE_FLOATS} floats. */
    public float[] line() {
        return line;
    }

    /** Returns {@link #LINE_FLOATS} floats for the weights of {@link #rows(int)}. */
    public float[] weights() {
        return weights;
    }

    /** Returns {@link #LINE_FLOATS} numbers of {@link #rows(int)}. */
    public int[] indices() {
        return indices;
    }
}
