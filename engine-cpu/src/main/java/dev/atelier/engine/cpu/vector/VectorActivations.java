package dev.atelier.engine.cpu.vector;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.ActivationFunction;
import dev.atelier.engine.cpu.kernel.FloatMath;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The activation functions on a piece of a row. */
final class VectorActivations {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;
    private static final int LANES = Lanes.COUNT;
    private static final float SELU_LAMBDA = (float) Activation.SELU_LAMBDA;
    private static final float SELU_SLOPE = (float) (Activation.SELU_LAMBDA * Activation.SELU_ALPHA);

    private VectorActivations() {}

    /** {@code out = f(x)}. */
    static void activate(ActivationFunction function, float[] x, int xOffset, float[] out, int outOffset, int length) {
        float alpha = function.alpha();
        switch (function.kind()) {
            case IDENTITY -> System.arraycopy(x, xOffset, out, outOffset, length);
            case SIGMOID -> sigmoid(x, xOffset, out, outOffset, length);
            case TANH -> tanh(x, xOffset, out, outOffset, length);
            case RELU -> relu(x, xOffset, out, outOffset, length);
            case LEAKY_RELU -> leakyRelu(x, xOffset, out, outOffset, length, alpha);
            case ELU -> elu(x, xOffset, out, outOffset, length, alpha);
            case SELU -> selu(x, xOffset, out, outOffset, length);
            case SOFTPLUS -> softplus(x, xOffset, out, outOffset, length);
            case GELU -> gelu(x, xOffset, out, outOffset, length);
            case SILU -> silu(x, xOffset, out, outOffset, length);
        }
        Lanes.clearPadding(out, outOffset, length);
    }

    private static void sigmoid(float[] x, int xOffset, float[] out, int outOffset, int length) {
        for (int j = 0; j < length; j += LANES) {
            VectorMath.sigmoid(FloatVector.fromArray(SPECIES, x, xOffset + j)).intoArray(out, outOffset + j);
        }
    }

    private static void tanh(float[] x, int xOffset, float[] out, int outOffset, int length) {
        for (int j = 0; j < length; j += LANES) {
            VectorMath.tanh(FloatVector.fromArray(SPECIES, x, xOffset + j)).intoArray(out, outOffset + j);
        }
    }

    private static void relu(float[] x, int xOffset, float[] out, int outOffset, int length) {
        for (int j = 0; j < length; j += LANES) {
            VectorMath.atLeast(FloatVector.fromArray(SPECIES, x, xOffset + j), 0)
                    .intoArray(out, outOffset + j);
        }
    }

    private static void leakyRelu(float[] x, int xOffset, float[] out, int outOffset, int length, float alpha) {
        for (int j = 0; j < length; j += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, xOffset + j);
            upperHalf(v, v, v.mul(alpha)).intoArray(out, outOffset + j);
        }
    }

    private static void elu(float[] x, int xOffset, float[] out, int outOffset, int length, float alpha) {
        for (int j = 0; j < length; j += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, xOffset + j);
            exponentialUnit(v, 1, alpha).intoArray(out, outOffset + j);
        }
    }

    private static void selu(float[] x, int xOffset, float[] out, int outOffset, int length) {
        for (int j = 0; j < length; j += LANES) {
            FloatVector v = FloatVector.fromArray(SPECIES, x, xOffset + j);
            exponentialUnit(v, SELU_LAMBDA, SELU_SLOPE).intoArray(out, outOffset + j);
        }
    }

    private static void softplus(float[] x, int xOffset, float[] out, int outOffset, int length) {
        for (int j = 0; j < length; j += LANES) {
            VectorMath.softplus(FloatVector.fromArray(SPECIES, x, xOffset + j)).intoArray(out, outOffset + j);
        }
    }

    private static void gelu(float[] x, int xOffset, float[] out, int outOffset, int length) {
        for (int j = 0; j < length; j += LANES) {
            FloatVector v = VectorMath.atLeast(FloatVector.fromArray(SPECIES, x, xOffset + j), -FloatMath.NORMAL_MAX);
            FloatVector cumulative = VectorMath.normalCumulative(v, VectorMath.normalDensity(v));
            v.mul(cumulative).intoArray(out, outOffset + j);
        }
    }

    private static void silu(float[] x, int xOffset, float[] out, int outOffset, int length) {
        for (int j = 0; j < length; j += LANES) {
            FloatVector v = VectorMath.atLeast(FloatVector.fromArray(SPECIES, x, xOffset + j), FloatMath.EXP_MIN);
            v.mul(VectorMath.sigmoid(v)).intoArray(out, outOffset + j);
        }
    }

    /** {@code out = upstream * f'}; {@code out} may be {@code upstream}. */
    static void gradient(
            ActivationFunction function,
            float[] saved,
            int savedOffset,
            float[] upstream,
            int upstreamOffset,
            float[] out,
            int outOffset,
            int length) {
        float alpha = function.alpha();
        switch (function.kind()) {
            case IDENTITY -> System.arraycopy(upstream, upstreamOffset, out, outOffset, length);
            case SIGMOID -> sigmoidGradient(saved, savedOffset, upstream, upstreamOffset, out, outOffset, length);
            case TANH -> tanhGradient(saved, savedOffset, upstream, upstreamOffset, out, outOffset, length);
            case RELU -> reluGradient(saved, savedOffset, upstream, upstreamOffset, out, outOffset, length);
            case LEAKY_RELU ->
                leakyReluGradient(saved, savedOffset, upstream, upstreamOffset, out, outOffset, length, alpha);
            case ELU -> eluGradient(saved, savedOffset, upstream, upstreamOffset, out, outOffset, length, alpha);
            case SELU -> seluGradient(saved, savedOffset, upstream, upstreamOffset, out, outOffset, length);
            case SOFTPLUS -> softplusGradient(saved, savedOffset, upstream, upstreamOffset, out, outOffset, length);
            case GELU -> geluGradient(saved, savedOffset, upstream, upstreamOffset, out, outOffset, length);
            case SILU -> siluGradient(saved, savedOffset, upstream, upstreamOffset, out, outOffset, length);
        }
        Lanes.clearPadding(out, outOffset, length);
    }

    private static void sigmoidGradient(
            float[] saved,
            int savedOffset,
            float[] upstream,
            int upstreamOffset,
            float[] out,
            int outOffset,
            int length) {
        for (int j = 0; j < length; j += LANES) {
            FloatVector s = FloatVector.fromArray(SPECIES, saved, savedOffset + j);
            FloatVector slope = s.mul(one().sub(s));
            FloatVector.fromArray(SPECIES, upstream, upstreamOffset + j)
                    .mul(slope)
                    .intoArray(out, outOffset + j);
        }
    }

    private static void tanhGradient(
            float[] saved,
            int savedOffset,
            float[] upstream,
            int upstreamOffset,
            float[] out,
            int outOffset,
            int length) {
        for (int j = 0; j < length; j += LANES) {
            FloatVector s = FloatVector.fromArray(SPECIES, saved, savedOffset + j);
            FloatVector slope = one().sub(s).mul(s.add(1));
            FloatVector.fromArray(SPECIES, upstream, upstreamOffset + j)
                    .mul(slope)
                    .intoArray(out, outOffset + j);
        }
    }

    private static void reluGradient(
            float[] saved,
            int savedOffset,
            float[] upstream,
            int upstreamOffset,
            float[] out,
            int outOffset,
            int length) {
        for (int j = 0; j < length; j += LANES) {
            FloatVector s = FloatVector.fromArray(SPECIES, saved, savedOffset + j);
            FloatVector slope = upperHalf(s, one(), FloatVector.zero(SPECIES));
            FloatVector.fromArray(SPECIES, upstream, upstreamOffset + j)
                    .mul(slope)
                    .intoArray(out, outOffset + j);
        }
    }

    private static void leakyReluGradient(
            float[] saved,
            int savedOffset,
            float[] upstream,
            int upstreamOffset,
            float[] out,
            int outOffset,
            int length,
            float alpha) {
        for (int j = 0; j < length; j += LANES) {
            FloatVector s = FloatVector.fromArray(SPECIES, saved, savedOffset + j);
            FloatVector slope = upperHalf(s, one(), FloatVector.broadcast(SPECIES, alpha));
            FloatVector.fromArray(SPECIES, upstream, upstreamOffset + j)
                    .mul(slope)
                    .intoArray(out, outOffset + j);
        }
    }

    private static void eluGradient(
            float[] saved,
            int savedOffset,
            float[] upstream,
            int upstreamOffset,
            float[] out,
            int outOffset,
            int length,
            float alpha) {
        for (int j = 0; j < length; j += LANES) {
            FloatVector s = FloatVector.fromArray(SPECIES, saved, savedOffset + j);
            FloatVector slope = upperHalf(s, one(), s.add(alpha));
            FloatVector.fromArray(SPECIES, upstream, upstreamOffset + j)
                    .mul(slope)
                    .intoArray(out, outOffset + j);
        }
    }

    private static void seluGradient(
            float[] saved,
            int savedOffset,
            float[] upstream,
            int upstreamOffset,
            float[] out,
            int outOffset,
            int length) {
        for (int j = 0; j < length; j += LANES) {
            FloatVector s = FloatVector.fromArray(SPECIES, saved, savedOffset + j);
            FloatVector slope = upperHalf(s, FloatVector.broadcast(SPECIES, SELU_LAMBDA), s.add(SELU_SLOPE));
            FloatVector.fromArray(SPECIES, upstream, upstreamOffset + j)
                    .mul(slope)
                    .intoArray(out, outOffset + j);
        }
    }

    private static void softplusGradient(
            float[] saved,
            int savedOffset,
            float[] upstream,
            int upstreamOffset,
            float[] out,
            int outOffset,
            int length) {
        for (int j = 0; j < length; j += LANES) {
            FloatVector s = FloatVector.fromArray(SPECIES, saved, savedOffset + j);
            FloatVector slope = VectorMath.expm1(s.neg()).neg();
            FloatVector.fromArray(SPECIES, upstream, upstreamOffset + j)
                    .mul(slope)
                    .intoArray(out, outOffset + j);
        }
    }

    private static void geluGradient(
            float[] saved,
            int savedOffset,
            float[] upstream,
            int upstreamOffset,
            float[] out,
            int outOffset,
            int length) {
        for (int j = 0; j < length; j += LANES) {
            FloatVector s = FloatVector.fromArray(SPECIES, saved, savedOffset + j);
            FloatVector slope = geluDerivative(s);
            FloatVector.fromArray(SPECIES, upstream, upstreamOffset + j)
                    .mul(slope)
                    .intoArray(out, outOffset + j);
        }
    }

    private static void siluGradient(
            float[] saved,
            int savedOffset,
            float[] upstream,
            int upstreamOffset,
            float[] out,
            int outOffset,
            int length) {
        for (int j = 0; j < length; j += LANES) {
            FloatVector s = FloatVector.fromArray(SPECIES, saved, savedOffset + j);
            FloatVector slope = siluDerivative(s);
            FloatVector.fromArray(SPECIES, upstream, upstreamOffset + j)
                    .mul(slope)
                    .intoArray(out, outOffset + j);
        }
    }

    private static FloatVector geluDerivative(FloatVector x) {
        FloatVector v = VectorMath.atLeast(VectorMath.atMost(x, FloatMath.NORMAL_MAX), -FloatMath.NORMAL_MAX);
        FloatVector density = VectorMath.normalDensity(v);
        return v.fma(density, VectorMath.normalCumulative(v, density));
    }

    private static FloatVector siluDerivative(FloatVector x) {
        FloatVector v = VectorMath.atLeast(VectorMath.atMost(x, -FloatMath.EXP_MIN), FloatMath.EXP_MIN);
        return VectorMath.sigmoid(v).mul(v.fma(VectorMath.sigmoid(v.neg()), one()));
    }

    private static FloatVector exponentialUnit(FloatVector x, float slope, float saturation) {
        return upperHalf(
                x, x.mul(slope), VectorMath.expm1(VectorMath.atMost(x, 0)).mul(saturation));
    }

    private static FloatVector upperHalf(FloatVector x, FloatVector above, FloatVector other) {
        return other.blend(above, x.compare(VectorOperators.GT, 0f));
    }

    private static FloatVector one() {
        return FloatVector.broadcast(SPECIES, 1);
    }
}
