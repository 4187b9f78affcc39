package dev.atelier.engine.backend;

/**
 * The rows of a resident data set that make up one mini-batch. What changes from step to step is a tensor, so that a recorded
 * plan stays valid: row {@code i} of the batch is {@code data[order[step * stride + i]]}.
 *
 * <p>Positions beyond the end of {@code order} and indices outside {@code data} are the caller's fault: a backend touches no
 * memory outside {@code data} for them, and what it reads in their place is unspecified.
 *
 * @param data the data set, one sample a row: U8 or F32 features {@code [n][features]}, or I32 labels {@code [n][1]}
 * @param order I32 {@code [1][m]}: row indices into {@code data}, for example a permutation of {@code 0 .. n-1}
 * @param step I32 {@code [1][1]}: the number of the step within {@code order}
 * @param stride how many positions one step covers, usually the batch size; at least 1
 */
public record RowSelection(Tensor data, Tensor order, Tensor step, int stride) {
    /** Checks the stride. */
    public RowSelection {
        if (stride < 1) {
            throw new IllegalArgumentException("RowSelection: stride must be at least 1, but is " + stride);
        }
    }

    /** Returns the same rows of another data set, such as the labels that go with the features. */
    public RowSelection of(Tensor other) {
        return new RowSelection(other, order, step, stride);
    }
}
