package dev.atelier.engine.cpu.kernel;

/**
 * Elementary functions in single precision, with a relative error of a few units in the last place.
 *
 * <p>Products and sums are rounded apart: {@link Math#fma(float, float, float)} takes microseconds where the processor has no
 * such instruction, and this code is for the machines of which nothing is known. The constants serve the vector code too.
 */
public final class FloatMath {
    /** 1 / ln 2. */
    public static final float LOG2_E = 1.442695f;

    /** The upper part of ln 2, so short that its product with an exponent is exact. */
    public static final float LN2_HIGH = 0.6933594f;

    /** ln 2 minus {@link #LN2_HIGH}. */
    public static final float LN2_LOW = -2.1219444e-4f;

    /** 1.5 * 2^23: adding it rounds a moderate float to an integer, which then stands in the lowest bits. */
    public static final float ROUNDER = 12582912f;

    /** The bits of {@link #ROUNDER}. */
    public static final int ROUNDER_BITS = 0x4B400000;

    /** The bias of a float's exponent. */
    public static final int EXPONENT_BIAS = 127;

    /** Where a float's exponent stands. */
    public static final int EXPONENT_SHIFT = 23;

    /** e^x is infinite from here on. */
    public static final float EXP_MAX = 89;

    /** e^x is zero from here on. */
    public static final float EXP_MIN = -104;

    /** e^x - 1 is -1 from here on. */
    public static final float EXPM1_MIN = -40;

    /** tanh x is 1 from here on. */
    public static final float TANH_MAX = 10;

    /** Beyond this |x| the normal density is zero in single precision. */
    public static final float NORMAL_MAX = 15;

    /** 1 / sqrt(2 pi). */
    public static final float NORMAL_DENSITY_0 = 0.3989423f;

    /** Taylor coefficients of {@code (e^r - 1 - r) / r^2}, the lowest first; |r| is at most ln(2) / 2. */
    public static final float EXP_0 = 1 / 2f;
    /** See {@link #EXP_0}. */
    public static final float EXP_1 = 1 / 6f;
    /** See {@link #EXP_0}. */
    public static final float EXP_2 = 1 / 24f;
    /** See {@link #EXP_0}. */
    public static final float EXP_3 = 1 / 120f;
    /** See {@link #EXP_0}. */
    public static final float EXP_4 = 1 / 720f;
    /** See {@link #EXP_0}. */
    public static final float EXP_5 = 1 / 5040f;

    /** The variable of the Mills ratio's polynomial is {@code u = 1 / (1 + MILLS_SCALE t)}. */
    public static final float MILLS_SCALE = 0.3f;

    /**
     * The ratio of the normal distribution's upper tail to its density at {@code t >= 0} is {@code u P(u)}; these are P's
     * coefficients, the lowest first. A minimax fit for {@code t} up to 15 with a relative error of 1.4e-8.
     */
    private static final float[] MILLS = {
        0.30001014f,
        0.29971996f,
        0.27633715f,
        0.19640926f,
        0.24127668f,
        -0.19955243f,
        0.48130345f,
        -0.5724822f,
        0.2820229f,
        -0.05173073f
    };

    /** 2^12 + 1, which splits a float into two halves whose products are exact (Dekker 1971). */
    private static final float SPLITTER = 4097;

    private FloatMath() {}

    /** Returns a copy of the Mills ratio's coefficients, the lowest first. */
    public static float[] millsCoefficients() {
        return MILLS.clone();
    }

    /** Returns e^x. */
    public static float exp(float x) {
        if (!(x > EXP_MIN)) {
            return Float.isNaN(x) ? x : 0;
        }
        float clamped = Math.min(x, EXP_MAX);
        float shifted = clamped * LOG2_E + ROUNDER;
        int exponent = Float.floatToRawIntBits(shifted) - ROUNDER_BITS;
        float p = smallExpm1(reduced(clamped, shifted));
        // In two factors, because 2^exponent alone may be infinite or subnormal where the product is neither.
        int half = exponent >> 1;
        return (1 + p) * power(half) * power(exponent - half);
    }

    /** Returns e^x - 1 for {@code x} up to 40. */
    public static float expm1(float x) {
        float clamped = x < EXPM1_MIN ? EXPM1_MIN : x;
        float shifted = clamped * LOG2_E + ROUNDER;
        float scale = power(Float.floatToRawIntBits(shifted) - ROUNDER_BITS);
        float p = smallExpm1(reduced(clamped, shifted));
        return scale * p + (scale - 1);
    }

    /** Returns ln(1 + u) for {@code u} from 0 to 1. */
    public static float log1p(float u) {
        float s = u / (2 + u);
        float z = s * s;
        float q = 1 / 15f;
        q = q * z + 1 / 13f;
        q = q * z + 1 / 11f;
        q = q * z + 1 / 9f;
        q = q * z + 1 / 7f;
        q = q * z + 1 / 5f;
        q = q * z + 1 / 3f;
        return 2 * s + 2 * s * z * q;
    }

    /** Returns 1 / (1 + e^-x). */
    public static float sigmoid(float x) {
        float e = exp(-Math.abs(x));
        return (x < 0 ? e : 1) / (1 + e);
    }

    /** Returns tanh x. */
    public static float tanh(float x) {
        float magnitude = Math.abs(x);
        float e = expm1(2 * (magnitude > TANH_MAX ? TANH_MAX : magnitude));
        return Math.copySign(e / (e + 2), x);
    }

    /** Returns ln(1 + e^x). */
    public static float softplus(float x) {
        return (x < 0 ? 0 : x) + log1p(exp(-Math.abs(x)));
    }

    /** Returns the normal density at {@code x}. */
    public static float normalDensity(float x) {
        float t = Math.min(Math.abs(x), NORMAL_MAX);
        // The rounding error of t^2 would be multiplied by t^2 in the exponential: it is computed and put back.
        float square = t * t;
        float high = t * SPLITTER - (t * SPLITTER - t);
        float low = t - high;
        float error = ((high * high - square) + 2 * high * low) + low * low;
        float e = exp(-0.5f * square);
        return NORMAL_DENSITY_0 * (e - 0.5f * error * e);
    }

    /** Returns the probability that a standard normal variable is at most {@code x}. */
    public static float normalCumulative(float x, float density) {
        float u = 1 / (1 + MILLS_SCALE * Math.min(Math.abs(x), NORMAL_MAX));
        float q = MILLS[9];
        for (int i = 8; i >= 0; i--) {
            q = q * u + MILLS[i];
        }
        float tail = density * (q * u);
        return x < 0 ? tail : 1 - tail;
    }

    private static float reduced(float x, float shifted) {
        float n = shifted - ROUNDER;
        return (x - n * LN2_HIGH) - n * LN2_LOW;
    }

    private static float smallExpm1(float r) {
        float q = EXP_5;
        q = q * r + EXP_4;
        q = q * r + EXP_3;
        q = q * r + EXP_2;
        q = q * r + EXP_1;
        q = q * r + EXP_0;
        return q * r * r + r;
    }

    private static float power(int exponent) {
        return Float.intBitsToFloat((exponent + EXPONENT_BIAS) << EXPONENT_SHIFT);
    }
}
