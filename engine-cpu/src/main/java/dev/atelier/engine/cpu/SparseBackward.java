package dev.atelier.engine.cpu;

import dev.atelier.engine.backend.LayerTensors;
import dev.atelier.engine.backend.LayerUpdate;
import dev.atelier.engine.backend.RowSelection;
import dev.atelier.engine.backend.UpdateRule;
import dev.atelier.engine.cpu.kernel.Kernels;

/**
 * {@code x^T delta} of sparse rows {@code x}, as a gradient or straight as an update of the weights. Threads take panels of
 * columns, so that a panel of delta stays in the first-level cache. Where the optimiser keeps state, gradients never leave the
 * second-level cache: a block of them is used up before the next is computed.
 */
@SuppressWarnings("NullAway.Init")
final class SparseBackward implements Task {
    /** The gradients that are computed before they are used up: 128 KiB, which second-level caches hold beside what streams by. */
    private static final int BLOCK_FLOATS = 1 << 15;

    private final CpuEngine engine;
    private final Task read = this::readPixels;
    private final BiasTask biasTask;
    private final int groupRows;
    private RowSelection rows;
    private SparseBatch batch;
    private CpuTensor delta;
    private CpuTensor target;
    private final RuleStep step;
    private boolean updates;
    private int rowBegin;
    private int rowEnd;
    private boolean accumulate;
    private float alpha;
    private float beta;
    private int groups;

    SparseBackward(CpuEngine engine) {
        this.engine = engine;
        this.biasTask = new BiasTask(engine);
        this.step = new RuleStep(engine);
        this.groupRows = engine.kernels.sparseRows();
    }

    void gradients(RowSelection selection, SparseBatch sparse, CpuTensor layerDelta, LayerTensors gradients) {
        biasTask.sum(layerDelta, gradients.bias());
        updates = false;
        run(selection, sparse, layerDelta, (CpuTensor) gradients.weights(), false, 1, 0);
    }

    void update(RowSelection selection, SparseBatch sparse, CpuTensor layerDelta, LayerUpdate update) {
        biasTask.update(layerDelta, update);
        step.setWeights(update);
        updates = !(update.rule() instanceof UpdateRule.Sgd);
        CpuTensor weights = (CpuTensor) update.parameters().weights();
        if (update.rule() instanceof UpdateRule.Sgd sgd) {
            float keep = 1 - step.learningRate() * sgd.weightDecay();
            run(selection, sparse, layerDelta, weights, true, -step.learningRate(), keep);
        } else {
            run(selection, sparse, layerDelta, (CpuTensor) update.gradients().weights(), false, 1, 0);
        }
    }

    private void run(
            RowSelection selection,
            SparseBatch sparse,
            CpuTensor layerDelta,
            CpuTensor result,
            boolean add,
            float scale,
            float keep) {
        rows = selection;
        batch = sparse;
        delta = layerDelta;
        target = result;
        alpha = scale;
        groups = (target.rows() + groupRows - 1) / groupRows;
        for (int row = 0; row < delta.rows(); row += SparseBatch.ROWS) {
            accumulate = add || row > 0;
            beta = row > 0 ? 1 : keep;
            rows(row, Math.min(row + SparseBatch.ROWS, delta.rows()));
        }
    }

    private void rows(int begin, int end) {
        rowBegin = begin;
        rowEnd = end;
        batch.pixels.reserve(groups, groupRows, end - begin);
        long work = (long) (end - begin) * target.rows();
        engine.run(read, work >= BlockTask.LARGE);
        engine.run(this, work * target.columns() >= BlockTask.LARGE);
    }

    private void readPixels(int part, int parts) {
        batch.pixels.readPixels(
                rows,
                rowBegin,
                rowEnd,
                groupRows,
                Task.begin(part, parts, groups),
                Task.begin(part + 1, parts, groups),
                batch.numbers,
                delta.offset,
                delta.stride);
    }

    @Override
    public void run(int part, int parts) {
        int width = engine.kernels.sparseColumns();
        int panels = (target.columns() + width - 1) / width;
        int begin = Task.begin(part, parts, panels) * width;
        int end = Task.begin(part + 1, parts, panels) * width;
        boolean last = rowEnd == delta.rows();
        if (updates && last && rowBegin == 0) {
            step(part, begin, end);
        } else {
            for (int column = begin; column < end; column += width) {
                panel(part, column);
            }
            if (updates && last && begin < end) {
                int columns = Math.min(end, target.columns());
                step.apply(0, target.rows(), begin, columns, target.floats, target.index(0, begin), target.stride);
            }
        }
        if (last) {
            biasTask.run(part, parts);
        }
    }

    private void panel(int part, int columnBegin) {
        float[] tile = engine.scratch(part).tile();
        int width = engine.kernels.sparseColumns();
        for (int group = 0; group < groups; group++) {
            int row = group * groupRows;
            int groupEnd = Math.min(row + groupRows, target.rows());
            if (groupEnd - row == groupRows) {
                multiply(group, columnBegin, target.floats, target.index(row, columnBegin), target.stride);
            } else {
                lastGroup(tile, group, row, groupEnd, columnBegin, width);
            }
        }
    }

    /**
     * Steps a thread's columns of the weights by blocks of groups of rows: their gradients stay in the second-level cache, while
     * parameters and state stream through along rows, which the processor fetches ahead. Stepping tile by tile took longer.
     */
    private void step(int part, int columnBegin, int columnEnd) {
        if (columnBegin == columnEnd) {
            return;
        }
        int width = engine.kernels.sparseColumns();
        int stride = columnEnd - columnBegin + Kernels.MAX_LANES;
        int blockGroups = Math.max(1, BLOCK_FLOATS / (groupRows * stride));
        float[] gradients = engine.scratch(part).left(blockGroups * groupRows * stride);
        for (int block = 0; block < groups; block += blockGroups) {
            int blockEnd = Math.min(block + blockGroups, groups);
            for (int column = columnBegin; column < columnEnd; column += width) {
                for (int group = block; group < blockEnd; group++) {
                    int row = (group - block) * groupRows;
                    multiply(group, column, gradients, row * stride + column - columnBegin, stride);
                }
            }
            int blockRowEnd = Math.min(blockEnd * groupRows, target.rows());
            int end = Math.min(columnEnd, target.columns());
            step.apply(block * groupRows, blockRowEnd, columnBegin, end, gradients, 0, stride);
        }
    }

    /** Computes a group that overlaps the last row of the weights. */
    private void lastGroup(float[] tile, int group, int row, int groupEnd, int column, int width) {
        for (int i = row; i < groupEnd; i++) {
            System.arraycopy(target.floats, target.index(i, column), tile, (i - row) * width, width);
        }
        multiply(group, column, tile, 0, width);
        for (int i = row; i < groupEnd; i++) {
            System.arraycopy(tile, (i - row) * width, target.floats, target.index(i, column), width);
        }
    }

    private void multiply(int group, int column, float[] out, int offset, int stride) {
        SparseRows pixels = batch.pixels;
        engine.kernels.sparseTile(
                pixels.values,
                pixels.indices,
                group * pixels.capacity,
                pixels.ends[group],
                delta.floats,
                column,
                out,
                offset,
                stride,
                accumulate,
                alpha,
                beta);
    }
}
