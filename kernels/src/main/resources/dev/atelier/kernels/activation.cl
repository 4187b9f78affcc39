// The activation functions: one line each. The names are those of the Java enum dev.atelier.engine.backend.Activation.
//
//   ACTIVATE(x, alpha)           the value f(x)
//   ACTIVATION_SLOPE(s, alpha)   the derivative, from what the layer saved: its output where the line says "output", else its input
//
// GELU is written with erfc: 1 + erf(x / sqrt 2) cancels for negative x.

#ifndef ACTIVATION
#define ACTIVATION IDENTITY // the function of this program: one of the names below
#endif

#define ACTIVATION_LINE(name, value, slope) \
  static inline REAL value_##name(const REAL x, const REAL alpha) { return value; } \
  static inline REAL slope_##name(const REAL s, const REAL alpha) { return slope; }

#define LOGISTIC(x) (R(1) / (R(1) + exp(-(x))))
#define SELU_LAMBDA 1.0507009873554805f
#define SELU_ALPHA 1.6732632423543772f
#define SQRT_HALF 0.70710678118654752f
#define INVERSE_SQRT_2_PI 0.39894228040143268f
#define NORMAL_CUMULATIVE(x) (R(0.5f) * erfc((x) * R(-SQRT_HALF)))
#define NORMAL_DENSITY(x) (R(INVERSE_SQRT_2_PI) * exp(R(-0.5f) * (x) * (x)))

//              name        value                                                   derivative                              s is
ACTIVATION_LINE(IDENTITY,   x,                                                      R(1))                                // output
ACTIVATION_LINE(SIGMOID,    LOGISTIC(x),                                            s * (R(1) - s))                      // output
ACTIVATION_LINE(TANH,       tanh(x),                                                (R(1) - s) * (R(1) + s))             // output
ACTIVATION_LINE(RELU,       x < R(0) ? R(0) : x,                                    s > R(0) ? R(1) : R(0))              // output
ACTIVATION_LINE(LEAKY_RELU, x > R(0) ? x : alpha * x,                               s > R(0) ? R(1) : alpha)             // output
ACTIVATION_LINE(ELU,        x > R(0) ? x : alpha * expm1(x),                        s > R(0) ? R(1) : s + alpha)         // output
ACTIVATION_LINE(SELU,       x > R(0) ? R(SELU_LAMBDA) * x : R(SELU_LAMBDA * SELU_ALPHA) * expm1(x), s > R(0) ? R(SELU_LAMBDA) : s + R(SELU_LAMBDA * SELU_ALPHA)) // output
ACTIVATION_LINE(SOFTPLUS,   (x > R(0) ? x : R(0)) + log1p(exp(x > R(0) ? -x : x)),  -expm1(-s))                          // output
ACTIVATION_LINE(GELU,       x == R(-INFINITY) ? R(0) : x * NORMAL_CUMULATIVE(x),    fabs(s) == R(INFINITY) ? (s > R(0) ? R(1) : R(0)) : NORMAL_CUMULATIVE(s) + s * NORMAL_DENSITY(s)) // input
ACTIVATION_LINE(SILU,       x == R(-INFINITY) ? R(0) : x * LOGISTIC(x),             fabs(s) == R(INFINITY) ? (s > R(0) ? R(1) : R(0)) : LOGISTIC(s) * (R(1) + s * LOGISTIC(-s))) // input

#define ACTIVATE(x, alpha) JOIN(value_, ACTIVATION)(x, R(alpha))
#define ACTIVATION_SLOPE(s, alpha) JOIN(slope_, ACTIVATION)(s, R(alpha))
