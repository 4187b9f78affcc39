package dev.atelier.engine.cpu;

import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.RowSelection;
import dev.atelier.engine.backend.Tensor;
import java.util.Arrays;

/** Operations that make up mini-batches and keep count of steps. */
final class BatchOperations {
    private final CpuEngine engine;
    private final GatherRows gatherRows = new GatherRows();

    BatchOperations(CpuEngine engine) {
        this.engine = engine;
    }

    void gatherRows(RowSelection rows, float scale, Tensor out) {
        gatherRows.rows = rows;
        gatherRows.scale = scale;
        gatherRows.out = (CpuTensor) out;
        gatherRows.launch(engine, (CpuTensor) out, 1);
    }

    void gatherLabels(RowSelection rows, Tensor out) {
        int[] source = ((CpuTensor) rows.data()).ints;
        int[] target = ((CpuTensor) out).ints;
        for (int i = 0; i < out.rows(); i++) {
            target[i] = source[rowOf(rows, i)];
        }
    }

    void oneHot(Tensor labels, Tensor out) {
        int[] label = ((CpuTensor) labels).ints;
        CpuTensor target = (CpuTensor) out;
        for (int i = 0; i < out.rows(); i++) {
            int start = target.index(i, 0);
            Arrays.fill(target.floats, start, start + target.columns(), 0);
            if (label[i] >= 0 && label[i] < target.columns()) {
                target.floats[start + label[i]] = 1;
            }
        }
    }

    void recordMean(Tensor x, Tensor history, Tensor step) {
        int position = ((CpuTensor) step).ints[0];
        if (position < 0 || position >= history.columns()) {
            return;
        }
        CpuTensor column = (CpuTensor) x;
        double sum = 0;
        for (int i = 0; i < column.rows(); i++) {
            sum += column.floats[column.index(i, 0)];
        }
        CpuTensor target = (CpuTensor) history;
        target.floats[target.index(0, position)] = (float) (sum / column.rows());
    }

    void advance(Tensor counter) {
        ((CpuTensor) counter).ints[0]++;
    }

    /** Returns the row of the data set that is row {@code i} of the batch; row 0 stands in for one that is not there. */
    static int rowOf(RowSelection rows, int i) {
        int[] order = ((CpuTensor) rows.order()).ints;
        long position = (long) ((CpuTensor) rows.step()).ints[0] * rows.stride() + i;
        if (position < 0 || position >= order.length) {
            return 0;
        }
        int row = order[(int) position];
        return row < 0 || row >= rows.data().rows() ? 0 : row;
    }

    @SuppressWarnings("NullAway.Init")
    private final class GatherRows extends BlockTask {
        private RowSelection rows;
        private float scale;
        private CpuTensor out;

        @Override
        void block(int part, int rowBegin, int rowEnd, int columnBegin, int columnEnd) {
            CpuTensor data = (CpuTensor) rows.data();
            for (int i = rowBegin; i < rowEnd; i++) {
                piece(data, i, columnBegin, columnEnd);
            }
        }

        private void piece(CpuTensor data, int i, int columnBegin, int columnEnd) {
            int source = data.index(rowOf(rows, i), columnBegin);
            int target = out.index(i, columnBegin);
            int length = columnEnd - columnBegin;
            if (data.dtype() == DType.U8) {
                engine.kernels.scaleBytes(data.bytes, source, scale, out.floats, target, length);
                return;
            }
            for (int j = 0; j < length; j++) {
                out.floats[target + j] = scale * data.floats[source + j];
            }
        }
    }
}
