package dev.atelier.engine.tck;

import dev.atelier.engine.backend.Dropout;
import dev.atelier.engine.backend.LearningRate;
import dev.atelier.engine.backend.RowSelection;
import dev.atelier.engine.backend.Tensor;
import org.jspecify.annotations.Nullable;

/** Dropout, label smoothing, clipping and averaging with one fault. */
class FaultyRegularization extends FaultyOps {
    private static final int PIECE = 16_384;

    FaultyRegularization(Fault fault) {
        super(fault);
    }

    @Override
    public void dropout(Dropout dropout, Tensor x, Tensor out) {
        int[] epoch = of(dropout.mask().epoch()).integers;
        int now = epoch[0];
        epoch[0] = fault == Fault.DROPOUT_IGNORES_EPOCH ? 0 : now;
        super.dropout(dropout, x, out);
        epoch[0] = now;
    }

    @Override
    int sampleOf(RowSelection rows, int i) {
        return fault == Fault.DROPOUT_BY_BATCH_ROW ? i : super.sampleOf(rows, i);
    }

    @Override
    public void smoothLabels(Tensor logits, Tensor labels, float smoothing, Tensor rowLoss, @Nullable Tensor gradient) {
        float[] slopes = gradient == null ? new float[0] : contents(gradient);
        super.smoothLabels(logits, labels, smoothing, rowLoss, gradient);
        for (int i = 0; fault == Fault.SMOOTH_LABELS_KEEPS_GRADIENT && i < slopes.length && gradient != null; i++) {
            of(gradient).set(i, slopes[i]);
        }
    }

    @Override
    public void clipNorm(Tensor x, Tensor squares, float limit) {
        float norm = (float) Math.sqrt(of(squares).get(0));
        if (fault == Fault.CLIP_NORM_STRETCHES && norm < limit) {
            for (int i = 0; i < x.size(); i++) {
                of(x).set(i, of(x).get(i) * limit / norm);
            }
        } else if (fault == Fault.CLIP_NORM_SPREADS_NAN && Float.isNaN(norm)) {
            of(x).set(0, Double.NaN);
        } else {
            float[] before = contents(x);
            super.clipNorm(x, squares, limit);
            for (int i = PIECE; fault == Fault.CLIP_NORM_STOPS_AFTER_A_PIECE && i < before.length; i++) {
                of(x).set(i, before[i]);
            }
        }
    }

    @Override
    public void moveTowards(Tensor target, Tensor source, LearningRate share) {
        int[] step = of(share.step()).integers;
        int now = step[0];
        step[0] = fault == Fault.MOVE_TOWARDS_BY_FIRST_SHARE ? 0 : now;
        super.moveTowards(target, source, share);
        step[0] = now;
    }
}
