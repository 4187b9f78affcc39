package dev.atelier.engine.cpu.vector;

import static dev.atelier.engine.cpu.vector.Lanes.load;
import static dev.atelier.engine.cpu.vector.Lanes.store;

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
            case SIGMOID -> {
                for (int j = 0; j < length; j += LANES) {
                    store(VectorMath.sigmoid(load(x, xOffset + j)), out, outOffset + j, length - j);
                }
            }
            case TANH -> {
                for (int j = 0; j < length; j += LANES) {
                    store(VectorMath.tanh(load(x, xOffset + j)), out, outOffset + j, length - j);
                }
            }
            case RELU -> {
                for (int j = 0; j < length; j += LANES) {
                    store(VectorMath.atLeast(load(x, xOffset + j), 0), out, outOffset + j, length - j);
                }
            }
            case LEAKY_RELU -> {
                for (int j = 0; j < length; j += LANES) {
                    FloatVector v = load(x, xOffset + j);
                    store(upperHalf(v, v, v.mul(alpha)), out, outOffset + j, length - j);
                }
            }
            case ELU -> {
                for (int j = 0; j < length; j += LANES) {
                    FloatVector v = load(x, xOffset + j);
                    store(exponentialUnit(v, 1, alpha), out, outOffset + j, length - j);
                }
            }
            case SELU -> {
                for (int j = 0; j < length; j += LANES) {
                    FloatVector v = load(x, xOffset + j);
                    store(exponentialUnit(v, SELU_LAMBDA, SELU_SLOPE), out, outOffset + j, length - j);
                }
            }
            case SOFTPLUS -> {
                for (int j = 0; j < length; j += LANES) {
                    store(VectorMath.softplus(load(x, xOffset + j)), out, outOffset + j, length - j);
                }
            }
            case GELU -> {
                for (int j = 0; j < length; j += LANES) {
                    FloatVector v = VectorMath.atLeast(load(x, xOffset + j), -FloatMath.NORMAL_MAX);
                    FloatVector cumulative = VectorMath.normalCumulative(v, VectorMath.normalDensity(v));
                    store(v.mul(cumulative), out, outOffset + j, length - j);
                }
            }
            case SILU -> {
                for (int j = 0; j < length; j += LANES) {
                    FloatVector v = VectorMath.atLeast(load(x, xOffset + j), FloatMath.EXP_MIN);
                    store(v.mul(VectorMath.sigmoid(v)), out, outOffset + j, length - j);
                }
            }
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
            case SIGMOID -> {
                for (int j = 0; j < length; j += LANES) {
                    FloatVector s = load(saved, savedOffset + j);
                    FloatVector slope = s.mul(one().sub(s));
                    store(load(upstream, upstreamOffset + j).mul(slope), out, outOffset + j, length - j);
                }
            }
            case TANH -> {
                for (int j = 0; j < length; j += LANES) {
                    FloatVector s = load(saved, savedOffset + j);
                    FloatVector slope = one().sub(s).mul(s.add(1));
                    store(load(upstream, upstreamOffset + j).mul(slope), out, outOffset + j, length - j);
                }
            }
            case RELU -> {
                for (int j = 0; j < length; j += LANES) {
                    FloatVector s = load(saved, savedOffset + j);
                    FloatVector slope = upperHalf(s, one(), FloatVector.zero(SPECIES));
                    store(load(upstream, upstreamOffset + j).mul(slope), out, outOffset + j, length - j);
                }
            }
            case LEAKY_RELU -> {
                for (int j = 0; j < length; j += LANES) {
                    FloatVector s = load(saved, savedOffset + j);
                    FloatVector slope = upperHalf(s, one(), FloatVector.broadcast(SPECIES, alpha));
                    store(load(upstream, upstreamOffset + j).mul(slope), out, outOffset + j, length - j);
                }
            }
            case ELU -> {
                for (int j = 0; j < length; j += LANES) {
                    FloatVector s = load(saved, savedOffset + j);
                    FloatVector slope = upperHalf(s, one(), s.add(alpha));
                    store(load(upstream, upstreamOffset + j).mul(slope), out, outOffset + j, length - j);
                }
            }
            case SELU -> {
                for (int j = 0; j < length; j += LANES) {
                    FloatVector s = load(saved, savedOffset + j);
                    FloatVector slope = upperHalf(s, FloatVector.broadcast(SPECIES, SELU_LAMBDA), s.add(SELU_SLOPE));
                    store(load(upstream, upstreamOffset + j).mul(slope), out, outOffset + j, length - j);
                }
            }
            case SOFTPLUS -> {
                for (int j = 0; j < length; j += LANES) {
                    FloatVector s = load(saved, savedOffset + j);
                    FloatVector slope = VectorMath.expm1(s.neg()).neg();
                    store(load(upstream, upstreamOffset + j).mul(slope), out, outOffset + j, length - j);
                }
            }
            case GELU -> {
                for (int j = 0; j < length; j += LANES) {
                    FloatVector s = load(saved, savedOffset + j);
                    FloatVector slope = geluDerivative(s);
                    store(load(upstream, upstreamOffset + j).mul(slope), out, outOffset + j, length - j);
                }
            }
            case SILU -> {
                for (int j = 0; j < length; j += LANES) {
                    FloatVector s = load(saved, savedOffset + j);
                    FloatVector slope = siluDerivative(s);
                    store(load(upstream, upstreamOffset + j).mul(slope), out, outOffset + j, length - j);
                }
            }
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
