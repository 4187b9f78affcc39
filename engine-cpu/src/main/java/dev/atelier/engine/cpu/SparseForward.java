package dev.atelier.engine.cpu;

import dev.atelier.engine.backend.ActivationFunction;
import dev.atelier.engine.backend.LayerTensors;
import dev.atelier.engine.backend.RowSelection;
import dev.atelier.engine.backend.Tensor;

/** {@code sum = x W + b}, {@code out = f(sum)}, of sparse rows {@code x}. Threads take panels of columns. */
@SuppressWarnings("NullAway.Init")
final class SparseForward implements Task {
    private final CpuEngine engine;
    private final Task read = this::readSamples;
    private final ForwardEpilogue epilogue;
    private final int groupRows;
    private RowSelection rows;
    private SparseBatch batch;
    private CpuTensor weights;
    private CpuTensor sum;
    private int rowBegin;
    private int rowEnd;
    private int groups;

    SparseForward(CpuEngine engine) {
        this.engine = engine;
        this.epilogue = new ForwardEpilogue(engine);
        this.groupRows = engine.kernels.sparseRows();
    }

    void run(
            RowSelection selection,
            SparseBatch sparse,
            LayerTensors layer,
            ActivationFunction function,
            CpuTensor preActivation,
            Tensor out) {
        rows = selection;
        batch = sparse;
        weights = (CpuTensor) layer.weights();
        sum = preActivation;
        epilogue.set(layer.bias(), function, preActivation, out);
        for (int row = 0; row < sum.rows(); row += SparseBatch.ROWS) {
            rows(row, Math.min(row + SparseBatch.ROWS, sum.rows()));
        }
    }

    private void rows(int begin, int end) {
        rowBegin = begin;
        rowEnd = end;
        groups = (end - begin + groupRows - 1) / groupRows;
        batch.samples.reserve(groups, groupRows, weights.rows());
        long work = (long) (end - begin) * weights.rows();
        engine.run(read, work >= BlockTask.LARGE);
        engine.run(this, work * sum.columns() >= BlockTask.LARGE);
    }

    private void readSamples(int part, int parts) {
        batch.samples.readSamples(
                rows,
                rowBegin,
                rowEnd,
                groupRows,
                Task.begin(part, parts, groups),
                Task.begin(part + 1, parts, groups),
                batch.numbers,
                weights.offset,
                weights.stride);
    }

    @Override
    public void run(int part, int parts) {
        int width = engine.kernels.sparseColumns();
        int panels = (sum.columns() + width - 1) / width;
        int end = Task.begin(part + 1, parts, panels);
        for (int panel = Task.begin(part, parts, panels); panel < end; panel++) {
            panel(part, panel * width, Math.min((panel + 1) * width, sum.columns()));
        }
    }

    private void panel(int part, int columnBegin, int columnEnd) {
        SparseRows samples = batch.samples;
        int width = engine.kernels.sparseColumns();
        for (int group = 0; group < groups; group++) {
            int row = rowBegin + group * groupRows;
            int groupEnd = Math.min(row + groupRows, rowEnd);
            boolean whole = groupEnd - row == groupRows;
            float[] target = whole ? sum.floats : engine.scratch(part).tile();
            engine.kernels.sparseTile(
                    samples.values,
                    samples.indices,
                    group * samples.capacity,
                    samples.ends[group],
                    weights.floats,
                    columnBegin,
                    target,
                    whole ? sum.index(row, columnBegin) : 0,
                    whole ? sum.stride : width,
                    false,
                    1,
                    0);
            if (!whole) {
                for (int i = row; i < groupEnd; i++) {
                    System.arraycopy(target, (i - row) * width, sum.floats, sum.index(i, columnBegin), width);
                }
            }
            epilogue.apply(row, groupEnd, columnBegin, columnEnd);
        }
    }
}
