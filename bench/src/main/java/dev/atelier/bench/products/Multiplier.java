package dev.atelier.bench.products;

/** Whose matrix products are measured. One is used by one thread, for one shape after the other. */
public interface Multiplier extends AutoCloseable {
    /** Returns what computes, such as the name of the kernels, in one line. */
    String description();

    /** Returns how many threads compute. */
    int threads();

    /** Returns the multiply-adds that all threads together can do at most, as operations per second; NaN if not known. */
    double peakOperationsPerSecond();

    /**
     * Replaces the operands.
     *
     * @param a row-major, as the shape says it is stored
     * @param b row-major, as the shape says it is stored
     */
    void prepare(ProductShape shape, float[] a, float[] b);

    /** Computes the product so often and waits. */
    void run(int times);

    /** Returns the product, row-major {@code [m][n]}. */
    float[] result();

    @Override
    void close();
}
