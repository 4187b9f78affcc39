package dev.atelier.engine.cpu;

import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.cpu.kernel.Reductions;
import org.jspecify.annotations.Nullable;

/** Sums. Each is cut into pieces that do not depend on the number of threads, and their sums are added in order. */
final class ReductionOperations {
    /** Elements in a piece of a sum: enough to outweigh the bookkeeping. */
    private static final int PIECE = 4096;

    private final CpuEngine engine;
    private final Sum sum = new Sum();
    private final ColumnSums columnSums = new ColumnSums();

    ReductionOperations(CpuEngine engine) {
        this.engine = engine;
    }

    void sumOfSquares(Tensor x, Tensor out) {
        write(out, sum.of((CpuTensor) x, null));
    }

    void squaredDistance(Tensor a, Tensor b, Tensor out) {
        write(out, sum.of((CpuTensor) a, (CpuTensor) b));
    }

    void columnSums(Tensor x, Tensor out) {
        columnSums.x = (CpuTensor) x;
        columnSums.out = (CpuTensor) out;
        engine.run(columnSums, x.size() >= BlockTask.LARGE);
    }

    /** Sums columns {@code begin .. end - 1} of {@code x} into {@code out}, row after row. */
    static void columnSums(CpuEngine engine, CpuTensor x, CpuTensor out, int begin, int end) {
        int target = out.index(0, begin);
        System.arraycopy(x.floats, x.index(0, begin), out.floats, target, end - begin);
        for (int row = 1; row < x.rows(); row++) {
            engine.kernels.add(out.floats, target, x.floats, x.index(row, begin), end - begin);
        }
    }

    private static void write(Tensor scalar, double value) {
        CpuTensor out = (CpuTensor) scalar;
        out.floats[out.offset] = (float) value;
    }

    @SuppressWarnings("NullAway.Init")
    private final class ColumnSums implements Task {
        private CpuTensor x;
        private CpuTensor out;

        @Override
        public void run(int part, int parts) {
            int units = (x.columns() + BlockTask.COLUMN_STEP - 1) / BlockTask.COLUMN_STEP;
            int begin = Task.begin(part, parts, units) * BlockTask.COLUMN_STEP;
            int end = Math.min(x.columns(), Task.begin(part + 1, parts, units) * BlockTask.COLUMN_STEP);
            if (begin < end) {
                columnSums(engine, x, out, begin, end);
            }
        }
    }

    /** Sums the squares of a tensor, or of the difference of two. */
    @SuppressWarnings("NullAway.Init")
    private final class Sum implements Task {
        private CpuTensor x;
        private @Nullable CpuTensor y;
        private int rows;
        private int columns;
        private int piecesPerRow;
        private double[] sums = {};

        double of(CpuTensor first, @Nullable CpuTensor second) {
            x = first;
            y = second;
            rows = first.rows();
            columns = first.columns();
            piecesPerRow = (columns + PIECE - 1) / PIECE;
            int pieces = rows * piecesPerRow;
            if (sums.length < pieces) {
                sums = new double[pieces];
            }
            engine.run(this, first.size() >= BlockTask.LARGE);
            double total = 0;
            for (int piece = 0; piece < pieces; piece++) {
                total += sums[piece];
            }
            return total;
        }

        @Override
        public void run(int part, int parts) {
            int pieces = rows * piecesPerRow;
            int end = Task.begin(part + 1, parts, pieces);
            for (int piece = Task.begin(part, parts, pieces); piece < end; piece++) {
                int row = piece / piecesPerRow;
                int column = piece % piecesPerRow * PIECE;
                int length = Math.min(PIECE, columns - column);
                CpuTensor other = y;
                sums[piece] = other == null
                        ? Reductions.sumOfSquares(x.floats, x.index(row, column), length)
                        : Reductions.squaredDistance(
                                x.floats, x.index(row, column), other.floats, other.index(row, column), length);
            }
        }
    }
}
