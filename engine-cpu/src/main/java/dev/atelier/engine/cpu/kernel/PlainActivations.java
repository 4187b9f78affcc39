package dev.atelier.engine.cpu.kernel;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.ActivationFunction;

/** The activation functions and their derivatives in single precision, one element at a time. */
final class PlainActivations {
    private static final float SELU_LAMBDA = (float) Activation.SELU_LAMBDA;
    private static final float SELU_SLOPE = (float) (Activation.SELU_LAMBDA * Activation.SELU_ALPHA);

    private PlainActivations() {}

    /** {@code out[i] = f(x[i])} for the first {@code length} elements. */
    static void activate(ActivationFunction function, float[] x, float[] out, int length) {
        float alpha = function.alpha();
        switch (function.kind()) {
            case IDENTITY -> System.arraycopy(x, 0, out, 0, length);
            case SIGMOID -> {
                for (int i = 0; i < length; i++) {
                    out[i] = FloatMath.sigmoid(x[i]);
                }
            }
            case TANH -> {
                for (int i = 0; i < length; i++) {
                    out[i] = FloatMath.tanh(x[i]);
                }
            }
            case RELU -> {
                for (int i = 0; i < length; i++) {
                    out[i] = Math.max(0, x[i]);
                }
            }
            case LEAKY_RELU -> {
                for (int i = 0; i < length; i++) {
                    out[i] = x[i] > 0 ? x[i] : alpha * x[i];
                }
            }
            case ELU -> {
                for (int i = 0; i < length; i++) {
                    out[i] = x[i] > 0 ? x[i] : alpha * FloatMath.expm1(x[i]);
                }
            }
            case SELU -> {
                for (int i = 0; i < length; i++) {
                    out[i] = x[i] > 0 ? SELU_LAMBDA * x[i] : SELU_SLOPE * FloatMath.expm1(x[i]);
                }
            }
            case SOFTPLUS -> {
                for (int i = 0; i < length; i++) {
                    out[i] = FloatMath.softplus(x[i]);
                }
            }
            case GELU -> {
                for (int i = 0; i < length; i++) {
                    float value = Math.max(x[i], -FloatMath.NORMAL_MAX);
                    out[i] = value * FloatMath.normalCumulative(value, FloatMath.normalDensity(value));
                }
            }
            case SILU -> {
                for (int i = 0; i < length; i++) {
                    float value = Math.max(x[i], FloatMath.EXP_MIN);
                    out[i] = value * FloatMath.sigmoid(value);
                }
            }
        }
    }

    /** {@code out[i] = upstream[i] * f'} for the first {@code length} elements; {@code out} may be {@code upstream}. */
    static void gradient(ActivationFunction function, float[] saved, float[] upstream, float[] out, int length) {
        float alpha = function.alpha();
        switch (function.kind()) {
            case IDENTITY -> System.arraycopy(upstream, 0, out, 0, length);
            case SIGMOID -> {
                for (int i = 0; i < length; i++) {
                    out[i] = upstream[i] * (saved[i] * (1 - saved[i]));
                }
            }
            case TANH -> {
                for (int i = 0; i < length; i++) {
                    out[i] = upstream[i] * ((1 - saved[i]) * (1 + saved[i]));
                }
            }
            case RELU -> {
                for (int i = 0; i < length; i++) {
                    out[i] = upstream[i] * (saved[i] > 0 ? 1f : 0f);
                }
            }
            case LEAKY_RELU -> {
                for (int i = 0; i < length; i++) {
                    out[i] = upstream[i] * (saved[i] > 0 ? 1 : alpha);
                }
            }
            case ELU -> {
                for (int i = 0; i < length; i++) {
                    out[i] = upstream[i] * (saved[i] > 0 ? 1 : saved[i] + alpha);
                }
            }
            case SELU -> {
                for (int i = 0; i < length; i++) {
                    out[i] = upstream[i] * (saved[i] > 0 ? SELU_LAMBDA : saved[i] + SELU_SLOPE);
                }
            }
            case SOFTPLUS -> {
                for (int i = 0; i < length; i++) {
                    out[i] = upstream[i] * -FloatMath.expm1(-saved[i]);
                }
            }
            case GELU -> {
                for (int i = 0; i < length; i++) {
                    out[i] = upstream[i] * geluDerivative(saved[i]);
                }
            }
            case SILU -> {
                for (int i = 0; i < length; i++) {
                    out[i] = upstream[i] * siluDerivative(saved[i]);
                }
            }
        }
    }

    private static float geluDerivative(float x) {
        float clamped = Math.max(-FloatMath.NORMAL_MAX, Math.min(x, FloatMath.NORMAL_MAX));
        float density = FloatMath.normalDensity(clamped);
        return FloatMath.normalCumulative(clamped, density) + clamped * density;
    }

    private static float siluDerivative(float x) {
        float clamped = Math.max(FloatMath.EXP_MIN, Math.min(x, -FloatMath.EXP_MIN));
        return FloatMath.sigmoid(clamped) * (1 + clamped * FloatMath.sigmoid(-clamped));
    }
}
