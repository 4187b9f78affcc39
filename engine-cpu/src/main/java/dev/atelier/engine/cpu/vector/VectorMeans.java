package dev.atelier.engine.cpu.vector;

import dev.atelier.engine.backend.UpdateRule;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The optimisers that divide by the root of a mean square. Padding needs no care but that its gradients are taken for zero: with state
 * and parameter zero, these rules leave both as they are. Masking the gradients is faster than clearing their padding where matrices
 * are narrow.
 */
final class VectorMeans {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;

    private VectorMeans() {}

    /** {@link dev.atelier.engine.cpu.kernel.Kernels#rmsProp}. */
    static void rmsProp(
            UpdateRule.RmsProp rule,
            float learningRate,
            int rows,
            int length,
            int stride,
            float[] p,
            int pOffset,
            float[] v,
            int vOffset,
            float[] g,
            int gOffset,
            int gStride) {
        float decay = rule.weightDecay();
        float keep = rule.decay();
        float epsilon = rule.epsilon();
        for (int row = 0; row < rows; row++) {
            for (int j = 0; j < length; j += LANES) {
                int i = row * stride + j;
                FloatVector parameter = FloatVector.fromArray(SPECIES, p, pOffset + i);
                FloatVector gradient = FloatVector.fromArray(SPECIES, g, gOffset + row * gStride + j)
                        .reinterpretAsInts()
                        .and(IntVector.fromArray(Lanes.INTEGERS, Lanes.INSIDE, Lanes.inside(length - j)))
                        .reinterpretAsFloats();
                FloatVector decayed = FloatVector.broadcast(SPECIES, decay).fma(parameter, gradient);
                // The mean square may be within range where the square is not.
                FloatVector share = decayed.mul(1 - keep);
                FloatVector meanSquare = share.fma(
                        decayed, FloatVector.fromArray(SPECIES, v, vOffset + i).mul(keep));
                meanSquare = meanSquare.blend(0, meanSquare.abs().compare(VectorOperators.LT, Float.MIN_NORMAL));
                meanSquare.intoArray(v, vOffset + i);
                FloatVector direction = decayed.div(meanSquare.sqrt().add(epsilon));
                direction
                        .fma(FloatVector.broadcast(SPECIES, -learningRate), parameter)
                        .intoArray(p, pOffset + i);
            }
        }
    }

    /** {@link dev.atelier.engine.cpu.kernel.Kernels#adam}. */
    static void adam(
            float beta1,
            float beta2,
            float decay,
            float[] coefficients,
            int rows,
            int length,
            int stride,
            float[] p,
            int pOffset,
            float[] m,
            int mOffset,
            float[] v,
            int vOffset,
            float[] g,
            int gOffset,
            int gStride) {
        float rate = coefficients[0];
        float epsilon = coefficients[1];
        float shrink = coefficients[2];
        for (int row = 0; row < rows; row++) {
            for (int j = 0; j < length; j += LANES) {
                int i = row * stride + j;
                FloatVector parameter = FloatVector.fromArray(SPECIES, p, pOffset + i);
                FloatVector gradient = FloatVector.fromArray(SPECIES, g, gOffset + row * gStride + j)
                        .reinterpretAsInts()
                        .and(IntVector.fromArray(Lanes.INTEGERS, Lanes.INSIDE, Lanes.inside(length - j)))
                        .reinterpretAsFloats();
                FloatVector decayed = FloatVector.broadcast(SPECIES, decay).fma(parameter, gradient);
                FloatVector mean = FloatVector.fromArray(SPECIES, m, mOffset + i)
                        .mul(beta1)
                        .add(decayed.mul(1 - beta1));
                // The mean square may be within range where the square is not.
                FloatVector share = decayed.mul(1 - beta2);
                FloatVector meanSquare = share.fma(
                        decayed, FloatVector.fromArray(SPECIES, v, vOffset + i).mul(beta2));
                mean = mean.blend(0, mean.abs().compare(VectorOperators.LT, Float.MIN_NORMAL));
                meanSquare = meanSquare.blend(0, meanSquare.abs().compare(VectorOperators.LT, Float.MIN_NORMAL));
                mean.intoArray(m, mOffset + i);
                meanSquare.intoArray(v, vOffset + i);
                FloatVector direction = mean.div(meanSquare.sqrt().add(epsilon));
                FloatVector shrunk = FloatVector.broadcast(SPECIES, -shrink).fma(parameter, parameter);
                direction.fma(FloatVector.broadcast(SPECIES, -rate), shrunk).intoArray(p, pOffset + i);
            }
        }
    }
}
