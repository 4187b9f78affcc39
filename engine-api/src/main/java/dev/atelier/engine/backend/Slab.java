package dev.atelier.engine.backend;

import java.util.List;

/**
 * F32 tensors that share one block of memory, so that one launch can treat them all.
 *
 * @param tensors the parts, in the order in which they were asked for
 * @param whole one row over the block, padding between and inside the parts included. Slabs of one backend with equal
 *     {@link Entry entries} lie alike in memory, so that element-wise operations and reductions on {@code whole} act on every
 *     part at once. Padding holds zero: it is zero when the slab is made, and no operation on a part may change it. The order
 *     of the elements is the backend's affair.
 */
public record Slab(List<Tensor> tensors, Tensor whole) {
    /** Copies the list. */
    public Slab {
        tensors = List.copyOf(tensors);
    }

    /**
     * One part to be allocated.
     *
     * @param label the tensor's name in error messages
     * @param rows at least 1
     * @param columns at least 1
     */
    public record Entry(String label, int rows, int columns) {}
}
