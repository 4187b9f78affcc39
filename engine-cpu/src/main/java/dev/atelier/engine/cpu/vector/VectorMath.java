package dev.atelier.engine.cpu.vector;

import dev.atelier.engine.cpu.kernel.FloatMath;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** The functions of {@link FloatMath} on vectors, by the same formulas; products and sums are fused here. */
final class VectorMath {
    private static final VectorSpecies<Float> SPECIES = Lanes.SPECIES;

    private static final float[] MILLS = FloatMath.millsCoefficients();
    private static final float MILLS_0 = MILLS[0];
    private static final float MILLS_1 = MILLS[1];
    private static final float MILLS_2 = MILLS[2];
    private static final float MILLS_3 = MILLS[3];
    private static final float MILLS_4 = MILLS[4];
    private static final float MILLS_5 = MILLS[5];
    private static final float MILLS_6 = MILLS[6];
    private static final float MILLS_7 = MILLS[7];
    private static final float MILLS_8 = MILLS[8];
    private static final float MILLS_9 = MILLS[9];

    private VectorMath() {}

    /** Returns e^x. */
    static FloatVector exp(FloatVector x) {
        FloatVector clamped = atLeast(atMost(x, FloatMath.EXP_MAX), FloatMath.EXP_MIN);
        FloatVector shifted = fma(clamped, FloatMath.LOG2_E, FloatMath.ROUNDER);
        FloatVector p = smallExpm1(reduced(clamped, shifted));
        IntVector exponent = shifted.reinterpretAsInts().sub(FloatMath.ROUNDER_BITS);
        // In two factors, because 2^exponent alone may be infinite or subnormal where the product is neither.
        IntVector half = exponent.lanewise(VectorOperators.ASHR, 1);
        return p.add(1).mul(power(half)).mul(power(exponent.sub(half)));
    }

    /** Returns e^x - 1 for x up to 40. */
    static FloatVector expm1(FloatVector x) {
        FloatVector clamped = atLeast(x, FloatMath.EXPM1_MIN);
        FloatVector shifted = fma(clamped, FloatMath.LOG2_E, FloatMath.ROUNDER);
        FloatVector p = smallExpm1(reduced(clamped, shifted));
        FloatVector scale = power(shifted.reinterpretAsInts().sub(FloatMath.ROUNDER_BITS));
        return p.fma(scale, scale.sub(1));
    }

    /** Returns ln(1 + u) for u from 0 to 1. */
    static FloatVector log1p(FloatVector u) {
        FloatVector s = u.div(u.add(2));
        FloatVector z = s.mul(s);
        FloatVector q = fma(z, 1 / 15f, 1 / 13f);
        q = fma(q, z, 1 / 11f);
        q = fma(q, z, 1 / 9f);
        q = fma(q, z, 1 / 7f);
        q = fma(q, z, 1 / 5f);
        q = fma(q, z, 1 / 3f);
        FloatVector twice = s.add(s);
        return twice.mul(z).fma(q, twice);
    }

    /** Returns 1 / (1 + e^-x). */
    static FloatVector sigmoid(FloatVector x) {
        FloatVector e = exp(x.abs().neg());
        FloatVector numerator = FloatVector.broadcast(SPECIES, 1).blend(e, x.compare(VectorOperators.LT, 0f));
        return numerator.div(e.add(1));
    }

    /** Returns tanh x. */
    static FloatVector tanh(FloatVector x) {
        FloatVector magnitude = atMost(x.abs(), FloatMath.TANH_MAX);
        FloatVector e = expm1(magnitude.add(magnitude));
        FloatVector positive = e.div(e.add(2));
        return positive.blend(positive.neg(), x.compare(VectorOperators.LT, 0f));
    }

    /** Returns ln(1 + e^x). */
    static FloatVector softplus(FloatVector x) {
        return atLeast(x, 0).add(log1p(exp(x.abs().neg())));
    }

    /** Returns the normal density at x. */
    static FloatVector normalDensity(FloatVector x) {
        FloatVector t = atMost(x.abs(), FloatMath.NORMAL_MAX);
        FloatVector square = t.mul(t);
        // The rounding error of t^2 would be multiplied by t^2 in the exponential: it is computed and put back.
        FloatVector error = t.fma(t, square.neg());
        FloatVector e = exp(square.mul(-0.5f));
        return error.mul(-0.5f).fma(e, e).mul(FloatMath.NORMAL_DENSITY_0);
    }

    /** Returns the probability that a standard normal variable is at most x, given the density at x. */
    static FloatVector normalCumulative(FloatVector x, FloatVector density) {
        FloatVector t = atMost(x.abs(), FloatMath.NORMAL_MAX);
        FloatVector u = FloatVector.broadcast(SPECIES, 1).div(fma(t, FloatMath.MILLS_SCALE, 1));
        FloatVector q = fma(u, MILLS_9, MILLS_8);
        q = fma(q, u, MILLS_7);
        q = fma(q, u, MILLS_6);
        q = fma(q, u, MILLS_5);
        q = fma(q, u, MILLS_4);
        q = fma(q, u, MILLS_3);
        q = fma(q, u, MILLS_2);
        q = fma(q, u, MILLS_1);
        q = fma(q, u, MILLS_0);
        FloatVector tail = density.mul(q.mul(u));
        FloatVector upper = FloatVector.broadcast(SPECIES, 1).sub(tail);
        return upper.blend(tail, x.compare(VectorOperators.LT, 0f));
    }

    /** Returns the lesser; NaN stays NaN. */
    static FloatVector atMost(FloatVector x, float limit) {
        VectorMask<Float> beyond = x.compare(VectorOperators.GT, limit);
        return x.blend(limit, beyond);
    }

    /** Returns the greater; NaN stays NaN. */
    static FloatVector atLeast(FloatVector x, float limit) {
        VectorMask<Float> beyond = x.compare(VectorOperators.LT, limit);
        return x.blend(limit, beyond);
    }

    private static FloatVector fma(FloatVector a, float b, float c) {
        return a.fma(FloatVector.broadcast(SPECIES, b), FloatVector.broadcast(SPECIES, c));
    }

    private static FloatVector fma(FloatVector a, FloatVector b, float c) {
        return a.fma(b, FloatVector.broadcast(SPECIES, c));
    }

    private static FloatVector reduced(FloatVector x, FloatVector shifted) {
        FloatVector n = shifted.sub(FloatMath.ROUNDER);
        FloatVector r = n.fma(FloatVector.broadcast(SPECIES, -FloatMath.LN2_HIGH), x);
        return n.fma(FloatVector.broadcast(SPECIES, -FloatMath.LN2_LOW), r);
    }

    private static FloatVector smallExpm1(FloatVector r) {
        FloatVector q = fma(r, FloatMath.EXP_5, FloatMath.EXP_4);
        q = fma(q, r, FloatMath.EXP_3);
        q = fma(q, r, FloatMath.EXP_2);
        q = fma(q, r, FloatMath.EXP_1);
        q = fma(q, r, FloatMath.EXP_0);
        return q.mul(r).fma(r, r);
    }

    private static FloatVector power(IntVector exponent) {
        return exponent.add(FloatMath.EXPONENT_BIAS)
                .lanewise(VectorOperators.LSHL, FloatMath.EXPONENT_SHIFT)
                .reinterpretAsFloats();
    }
}
