package dev.atelier.engine.tck;

import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.Distortion;
import dev.atelier.engine.backend.LearningRate;
import dev.atelier.engine.backend.RowSelection;
import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.backend.UpdateRule;
import java.util.List;

/** The primitives with one fault. */
class FaultyOps extends FaultyMath {
    /** With the sizes that faults are tried at, only slabs have one row that is longer. */
    private static final int LONG_ROW = 100;

    FaultyOps(Fault fault) {
        super(fault);
    }

    @Override
    public void gatherRows(RowSelection rows, float scale, Tensor out) {
        boolean bytes = rows.data().dtype() == DType.U8;
        if (fault == Fault.GATHER_THROWS_BEYOND_ORDER
                && of(rows.step()).integers[0] * rows.stride() + out.rows()
                        > rows.order().size()) {
            throw new ArrayIndexOutOfBoundsException("beyond the order");
        }
        super.gatherRows(rows, fault == Fault.GATHER_FLOATS_UNSCALED && !bytes ? 1 : scale, out);
        for (int i = 0; fault == Fault.GATHER_SIGNED_BYTES && bytes && i < out.size(); i++) {
            double value = of(out).get(i) / scale;
            of(out).set(i, scale * (value > 127.5 ? value - 256 : value));
        }
    }

    @Override
    public void distortRows(RowSelection rows, Distortion distortion, Tensor out) {
        FaultyDistortion.checkOrder(fault, rows, out);
        super.distortRows(rows, FaultyDistortion.of(fault, distortion), out);
    }

    @Override
    DistortionOracle oracle(Distortion distortion) {
        return new FaultyDistortion(fault, distortion);
    }

    @Override
    public void gatherLabels(RowSelection rows, Tensor out) {
        int step = of(rows.step()).integers[0];
        if (fault == Fault.GATHER_LABELS_OF_FIRST_STEP) {
            of(rows.step()).integers[0] = 0;
        }
        super.gatherLabels(rows, out);
        of(rows.step()).integers[0] = step;
    }

    @Override
    public void oneHot(Tensor labels, Tensor out) {
        super.oneHot(labels, out);
        for (int i = 0; fault == Fault.ONE_HOT_WRAPS_LABELS && i < labels.size(); i++) {
            of(out).set(i * out.columns() + Math.floorMod(of(labels).integers[i], out.columns()), 1);
        }
    }

    @Override
    public void recordMean(Tensor x, Tensor history, Tensor step) {
        int at = of(step).integers[0];
        if (fault == Fault.RECORD_MEAN_CLAMPS_STEP) {
            of(step).integers[0] = Math.max(0, Math.min(at, history.columns() - 1));
        }
        super.recordMean(x, history, step);
        of(step).integers[0] = at;
    }

    @Override
    public void advance(Tensor counter) {
        super.advance(counter);
        if (fault == Fault.ADVANCE_THROUGH_FLOAT) {
            of(counter).integers[0] = (int) (float) of(counter).integers[0];
        }
    }

    @Override
    public void fill(Tensor x, float value) {
        if (fault == Fault.FILL_ROUNDS_INTEGERS && x.dtype() == DType.I32) {
            super.fill(x, Math.round(value));
        } else if (fault == Fault.FILL_SKIPS_TAIL && x.dtype() == DType.F32) {
            for (int i = 0; i < x.size() / 4 * 4; i++) {
                of(x).set(i, value);
            }
        } else {
            super.fill(x, value);
        }
    }

    @Override
    public void copy(Tensor source, Tensor target) {
        super.copy(source, target);
        for (int i = 0; fault == Fault.COPY_LOSES_SIGN_OF_ZERO && i < target.size(); i++) {
            of(target).set(i, of(target).get(i) + 0.0);
        }
    }

    @Override
    public void sumOfSquares(Tensor x, Tensor out) {
        super.sumOfSquares(x, out);
        int end = (of(x).offset + x.size() + 15) / 16 * 16;
        if (fault == Fault.SUM_OF_SQUARES_READS_PAST_END && end < of(x).floats.length) {
            of(out).set(0, of(out).get(0) + Math.pow(of(x).floats[end], 2));
        } else if (fault == Fault.SUM_OF_SQUARES_SWALLOWS_NAN) {
            replaceNaN(out);
        } else if (fault == Fault.REDUCTIONS_OF_SLABS_STOP_EARLY && x.rows() == 1 && x.size() > LONG_ROW) {
            of(out).set(0, of(out).get(0) - Math.pow(of(x).get(x.size() - 16), 2));
        }
    }

    @Override
    public void squaredDistance(Tensor a, Tensor b, Tensor out) {
        super.squaredDistance(a, b, out);
        if (fault == Fault.SQUARED_DISTANCE_ADDS) {
            double sum = 0;
            for (int i = 0; i < a.size(); i++) {
                sum += Math.pow((double) of(a).get(i) + of(b).get(i), 2);
            }
            of(out).set(0, sum);
        }
    }

    @Override
    double apply(UpdateRule rule, double p, double g, double[] state, double[] coefficients, int number) {
        return FaultyMeans.apply(fault, rule, p, g, state, coefficients, number);
    }

    @Override
    public void update(
            UpdateRule rule, LearningRate learningRate, Tensor parameters, Tensor gradients, List<Tensor> state) {
        int step = of(learningRate.step()).integers[0];
        float[] before = contents(parameters);
        boolean nesterov = rule instanceof UpdateRule.Momentum momentum && momentum.nesterov();
        UpdateRule used = fault == Fault.NESTEROV_AS_MOMENTUM && nesterov
                ? new UpdateRule.Momentum(((UpdateRule.Momentum) rule).momentum(), false, rule.weightDecay())
                : rule;
        if (fault == Fault.UPDATE_WRAPS_LEARNING_RATES) {
            of(learningRate.step()).integers[0] = step % learningRate.table().columns();
        }
        super.update(used, learningRate, parameters, gradients, state);
        of(learningRate.step()).integers[0] = step;
        for (int i = 0; i < before.length; i++) {
            if (fault == Fault.UPDATE_ADDS_GRADIENT) {
                of(parameters).set(i, 2.0 * before[i] - of(parameters).get(i));
            } else if (fault == Fault.UPDATE_SWALLOWS_NAN
                    && Float.isNaN(of(parameters).get(i))) {
                of(parameters).set(i, before[i]);
            } else if (fault == Fault.UPDATE_OF_SLABS_STOPS_EARLY
                    && parameters.rows() == 1
                    && i > 65
                    && i >= before.length - 16) {
                of(parameters).set(i, before[i]);
            }
        }
    }
}
