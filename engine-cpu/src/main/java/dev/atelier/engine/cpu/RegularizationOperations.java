package dev.atelier.engine.cpu;

import dev.atelier.engine.backend.Dropout;
import dev.atelier.engine.backend.DropoutMask;
import dev.atelier.engine.backend.LearningRate;
import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.random.Philox;

/** Dropout, clipping and averaging: passes over a tensor that the compiler turns into vector code. */
final class RegularizationOperations {
    /** The work of drawing an eighth of a block of random words, in additions. */
    private static final int DRAW_COST = 8;

    /** What PyTorch adds to a norm before it divides by it. */
    private static final float CLIP_EPSILON = 1e-6f;

    /** Ints between the random words of two threads: they must not share a cache line. */
    private static final int APART = 32;

    private final CpuEngine engine;
    private final Drop drop;
    private final Scale scale = new Scale();
    private final Move move = new Move();

    RegularizationOperations(CpuEngine engine) {
        this.engine = engine;
        this.drop = new Drop(engine.pool.threads());
    }

    void dropout(Dropout dropout, Tensor x, Tensor out) {
        drop.dropout = dropout;
        drop.x = (CpuTensor) x;
        drop.out = (CpuTensor) out;
        drop.launch(engine, (CpuTensor) x, DRAW_COST);
    }

    void clipNorm(Tensor x, Tensor squares, float limit) {
        CpuTensor sum = (CpuTensor) squares;
        float factor = limit / ((float) Math.sqrt(sum.floats[sum.offset]) + CLIP_EPSILON);
        if (factor < 1) {
            scale.factor = factor;
            scale.x = (CpuTensor) x;
            scale.launch(engine, (CpuTensor) x, 1);
        }
    }

    void moveTowards(Tensor target, Tensor source, LearningRate share) {
        CpuTensor table = (CpuTensor) share.table();
        int step = ((CpuTensor) share.step()).ints[0];
        move.share = table.floats[table.index(0, Math.max(0, Math.min(step, table.columns() - 1)))];
        move.target = (CpuTensor) target;
        move.source = (CpuTensor) source;
        move.launch(engine, (CpuTensor) target, 1);
    }

    @SuppressWarnings("NullAway.Init")
    private static final class Drop extends BlockTask {
        private final int[][] words;
        private Dropout dropout;
        private CpuTensor x;
        private CpuTensor out;

        Drop(int threads) {
            words = new int[threads][APART];
        }

        @Override
        void block(int part, int rowBegin, int rowEnd, int columnBegin, int columnEnd) {
            for (int row = rowBegin; row < rowEnd; row++) {
                int sample = BatchOperations.rowOf(dropout.mask().rows(), row);
                for (int column = columnBegin; column < columnEnd; column += DropoutMask.UNITS) {
                    int count = Math.min(DropoutMask.UNITS, columnEnd - column);
                    draw(words[part], column / DropoutMask.UNITS, sample);
                    apply(words[part], x.index(row, column), out.index(row, column), count);
                }
            }
        }

        private void draw(int[] drawn, int block, int sample) {
            DropoutMask mask = dropout.mask();
            drawn[0] = block;
            drawn[1] = sample;
            drawn[2] = ((CpuTensor) mask.epoch()).ints[0];
            drawn[3] = mask.stream();
            Philox.encrypt(drawn, mask.seed());
        }

        private void apply(int[] drawn, int source, int target, int count) {
            int threshold = dropout.mask().threshold();
            for (int j = 0; j < count; j++) {
                int number = (drawn[j >> 1] >>> ((j & 1) << 4)) & 0xFFFF;
                out.floats[target + j] =
                        number < threshold ? dropout.value() : dropout.scale() * x.floats[source + j] + dropout.shift();
            }
        }
    }

    @SuppressWarnings("NullAway.Init")
    private static final class Scale extends BlockTask {
        private float factor;
        private CpuTensor x;

        @Override
        void block(int part, int rowBegin, int rowEnd, int columnBegin, int columnEnd) {
            for (int row = rowBegin; row < rowEnd; row++) {
                scale(x.floats, x.index(row, columnBegin), columnEnd - columnBegin, factor);
            }
        }

        private static void scale(float[] values, int begin, int length, float by) {
            for (int j = begin; j < begin + length; j++) {
                values[j] *= by;
            }
        }
    }

    @SuppressWarnings("NullAway.Init")
    private static final class Move extends BlockTask {
        private float share;
        private CpuTensor target;
        private CpuTensor source;

        @Override
        void block(int part, int rowBegin, int rowEnd, int columnBegin, int columnEnd) {
            for (int row = rowBegin; row < rowEnd; row++) {
                int to = target.index(row, columnBegin);
                int from = source.index(row, columnBegin);
                move(target.floats, to, source.floats, from, columnEnd - columnBegin, share);
            }
        }

        private static void move(float[] values, int to, float[] goal, int from, int length, float by) {
            for (int j = 0; j < length; j++) {
                values[to + j] += by * (goal[from + j] - values[to + j]);
            }
        }
    }
}
