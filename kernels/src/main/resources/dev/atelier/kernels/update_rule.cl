// The optimisers: one line each, applied to VW parameters at a time. The formulas are those of the Java type UpdateRule.
//
//   w        the parameter, changed in place
//   g        the loss's gradient with respect to it
//   first    the first state tensor, where RULE_STATES is 1 or 2; unused otherwise
//   second   the second one, where RULE_STATES is 2
//   c0 c1 c2 the step's coefficients, c0 being the learning rate of rules that have no other; read on the device from a table with a
//            row for each, so that a recorded step stays valid, and 0 where the rule has fewer
//   keep     how much of the first state stays: momentum, beta1, or RMSProp's decay; and keep2 of the second, beta2
//
// Nesterov's sum is multiplied out: the look-ahead by itself overflows for gradients that the step as a whole survives. The mean
// squares multiply by 1 - keep first for the same reason.

#ifndef RULE
#define RULE SGD // the optimiser of this program: SGD, MOMENTUM, NESTEROV, RMSPROP or ADAM; AdamW is Adam with c2 and no L2
#endif
#ifndef RULE_STATES
#define RULE_STATES 0 // state tensors that the rule keeps: 0 to 2
#endif
#ifndef RULE_COEFFICIENTS
#define RULE_COEFFICIENTS 1 // rows of the table: 1 to 3
#endif

#define RULE_LINE(name, body) \
  static inline void apply_##name( \
      REAL *parameter, REAL g, REAL *first_state, REAL *second_state, const REAL c0, const REAL c1, const REAL c2, \
      const REAL decay, const REAL keep, const REAL keep2, const REAL epsilon) \
  { \
    REAL w = *parameter; \
    REAL first = *first_state; \
    REAL second = *second_state; \
    g += decay * w; \
    body; \
    *parameter = w; \
    *first_state = first; \
    *second_state = second; \
  }

RULE_LINE(SGD,      w -= c0 * g)
RULE_LINE(MOMENTUM, first = keep * first + g; w -= c0 * first)
RULE_LINE(NESTEROV, first = keep * first + g; w -= c0 * g + (c0 * keep) * first)
RULE_LINE(RMSPROP,  first = keep * first + ((R(1) - keep) * g) * g; w -= c0 * (g / (sqrt(first) + epsilon)))
RULE_LINE(ADAM,
    first = keep * first + (R(1) - keep) * g;
    second = keep2 * second + ((R(1) - keep2) * g) * g;
    w = (w - c2 * w) - c0 * (first / (sqrt(second) + c1)))

// What a kernel that updates is given about the rule, and how it hands that on.
#define RULE_PARAMETERS \
  __global const float *rates, __global const int *rate_step, const int rate_count, const float decay, const float keep, \
      const float keep2, const float epsilon
#define RULE_ARGUMENTS rates, rate_step, rate_count, decay, keep, keep2, epsilon

// The state tensors of parameters named `name` as kernel parameters and as arguments, each with a comma before it.
#if RULE_STATES > 1
#define STATES_OF(name) , __global float *name##_first, __global float *name##_second
#define STATE_NAMES_OF(name) , name##_first, name##_second
#define FIRST_OF(name, offset) (name##_first + (offset))
#define SECOND_OF(name, offset) (name##_second + (offset))
#elif RULE_STATES > 0
#define STATES_OF(name) , __global float *name##_first
#define STATE_NAMES_OF(name) , name##_first
#define FIRST_OF(name, offset) (name##_first + (offset))
#define SECOND_OF(name, offset) 0
#else
#define STATES_OF(name)
#define STATE_NAMES_OF(name)
#define FIRST_OF(name, offset) 0
#define SECOND_OF(name, offset) 0
#endif

// Updates the first `count` (at most VW) parameters from p on; `first_state` and `second_state` are the matching places in the state
// tensors, or null where there are none.
static inline void update_part(
    __global float *p, __global float *first_state, __global float *second_state, const REAL gradient, const int count,
    RULE_PARAMETERS)
{
  const int column = clamp(*rate_step, 0, rate_count - 1);
  const float c0 = rates[column];
  const float c1 = RULE_COEFFICIENTS > 1 ? rates[column + rate_count] : 0.0f;
  const float c2 = RULE_COEFFICIENTS > 2 ? rates[column + 2 * rate_count] : 0.0f;
  REAL parameter = load_part(p, count);
  REAL first = R(0);
  REAL second = R(0);
#if RULE_STATES > 0
  first = load_part(first_state, count);
#endif
#if RULE_STATES > 1
  second = load_part(second_state, count);
#endif
  JOIN(apply_, RULE)(
      &parameter, gradient, &first, &second, R(c0), R(c1), R(c2), R(decay), R(keep), R(keep2), R(epsilon));
  store_part(parameter, p, count);
#if RULE_STATES > 0
  store_part(first, first_state, count);
#endif
#if RULE_STATES > 1
  store_part(second, second_state, count);
#endif
}
