// The optimisers: one line each, applied to VW parameters at a time. The formulas are those of the Java type UpdateRule.
//
//   w        the parameter, changed in place
//   g        the loss's gradient with respect to it
//   first    the state tensor, where RULE_STATES is 1; unused otherwise
//   rate     the step's learning rate, read on the device from a table so that a recorded step stays valid
//
// Nesterov's sum is multiplied out: the look-ahead by itself overflows for gradients that the step as a whole survives.

#ifndef RULE
#define RULE SGD // the optimiser of this program: SGD, MOMENTUM or NESTEROV
#endif
#ifndef RULE_STATES
#define RULE_STATES 0 // state tensors that the rule keeps: 0 or 1
#endif

#define RULE_LINE(name, body) \
  static inline void apply_##name(REAL *parameter, REAL g, REAL *state, const REAL rate, const REAL decay, const REAL momentum) \
  { \
    REAL w = *parameter; \
    REAL first = *state; \
    g += decay * w; \
    body; \
    *parameter = w; \
    *state = first; \
  }

RULE_LINE(SGD,      w -= rate * g)
RULE_LINE(MOMENTUM, first = momentum * first + g; w -= rate * first)
RULE_LINE(NESTEROV, first = momentum * first + g; w -= rate * g + (rate * momentum) * first)

// What a kernel that updates is given about the rule, and how it hands that on.
#define RULE_PARAMETERS \
  __global const float *rates, __global const int *rate_step, const int rate_count, const float decay, const float momentum
#define RULE_ARGUMENTS rates, rate_step, rate_count, decay, momentum

// Updates the first `count` (at most VW) parameters from p on; `state` is the matching place in the state tensor or null.
static inline void update_part(__global float *p, __global float *state, const REAL gradient, const int count, RULE_PARAMETERS)
{
  const float rate = rates[clamp(*rate_step, 0, rate_count - 1)];
  REAL parameter = load_part(p, count);
#if RULE_STATES > 0
  REAL first = load_part(state, count);
#else
  REAL first = R(0);
#endif
  JOIN(apply_, RULE)(&parameter, gradient, &first, R(rate), R(decay), R(momentum));
  store_part(parameter, p, count);
#if RULE_STATES > 0
  store_part(first, state, count);
#endif
}
