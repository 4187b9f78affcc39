package dev.atelier.engine.tck;

import dev.atelier.engine.backend.Tensor;

/** Faults of kernels that work tile by tile, on threads that wait for each other: sides of 64, and sums in float. */
class FaultyProduct extends ReferenceOps {
    private static final int TILE = 64;

    final Fault fault;
    private boolean backwards;

    FaultyProduct(Fault fault) {
        this.fault = fault;
    }

    @Override
    public void matmul(Tensor a, boolean transposeA, Tensor b, boolean transposeB, Tensor out) {
        float[] before = contents(out);
        float[] right = contents(b);
        if (fault == Fault.MATMUL_SWAPS_TRANSPOSES && transposeA != transposeB) {
            super.matmul(reshaped(a), !transposeA, reshaped(b), !transposeB, out);
        } else if (fault == Fault.MATMUL_WITHOUT_BARRIER) {
            readTilesEarly(b, transposeB);
            super.matmul(a, transposeA, b, transposeB, out);
            write(b, right);
        } else {
            super.matmul(a, transposeA, b, transposeB, out);
        }
        for (int i = 0; i < before.length; i++) {
            boolean edge = out.columns() == TILE + 1 && i % out.columns() == TILE;
            if (fault == Fault.MATMUL_LEAVES_LAST_COLUMN_OF_65 && edge) {
                of(out).set(i, before[i]);
            } else if (fault == Fault.MATMUL_ADDS_TO_STALE_OUTPUT) {
                of(out).set(i, (double) before[i] + of(out).get(i));
            }
        }
    }

    @Override
    public void columnSums(Tensor x, Tensor out) {
        super.columnSums(x, out);
        for (int j = 0; j < out.size(); j++) {
            if (fault == Fault.COLUMN_SUMS_DROP_65TH_ROW && x.rows() > TILE) {
                of(out).set(j, (double) of(out).get(j) - of(x).get(TILE, j));
            } else if (fault == Fault.COLUMN_SUMS_IN_ANY_ORDER) {
                of(out).set(j, sumInFloat(x, j));
            }
        }
        backwards = !backwards;
    }

    /** Returns the tensor as if its rows were its columns, element for element. */
    static Tensor reshaped(Tensor x) {
        return new ReferenceTensor(of(x), x.label(), /* rows= */ x.columns(), /* columns= */ x.rows(), of(x).offset);
    }

    /** Leaves in each tile of terms what the tile before held: those who read it did not wait for those who write it. */
    private static void readTilesEarly(Tensor b, boolean transposed) {
        float[] right = contents(b);
        int distance = transposed ? TILE : TILE * b.columns();
        for (int i = 0; i < right.length; i++) {
            int term = transposed ? i % b.columns() : i / b.columns();
            of(b).set(i, term < TILE ? right[i] : right[i - distance]);
        }
    }

    /** Adds up as atomic additions of floats do: from the first row on, or from the last, as it happens. */
    private float sumInFloat(Tensor x, int column) {
        float sum = 0;
        for (int i = 0; i < x.rows(); i++) {
            sum += of(x).get(backwards ? x.rows() - 1 - i : i, column);
        }
        return sum;
    }

    private static void write(Tensor x, float[] values) {
        for (int i = 0; i < values.length; i++) {
            of(x).set(i, values[i]);
        }
    }
}
