package dev.atelier.bench.products.side;

import dev.atelier.bench.ProductShape;
import dev.atelier.bench.Workload;

/** One side of the comparison: what computes the products. */
public interface ProductLibrary extends AutoCloseable {
    /** Says who this is. */
    Introduction introduction();

    /**
     * Sets up a product with the operands that both sides have, and verifies it.
     *
     * @throws dev.atelier.bench.WrongResultException if the result is wrong
     */
    Workload prepare(ProductShape shape);

    /** Measures the operations a second that the processor can do at most, or returns NaN if this side can't. */
    default double measurePeak() {
        return Double.NaN;
    }

    @Override
    void close();
}
