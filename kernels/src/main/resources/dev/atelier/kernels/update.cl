// One step of the optimiser of this program (see update_rule.cl) over a whole tensor. A work-item treats VW parameters.

// Work-items: ceil(size / VW), rounded up. `state` is there when RULE_STATES is 1.
__kernel void update(
    __global float *parameters,
    __global const float *gradients,
#if RULE_STATES > 0
    __global float *state,
#endif
    const int size,
    RULE_PARAMETERS)
{
  const size_t i = get_global_id(0) * VW;
  if (i < (size_t) size) {
    const int count = size - (int) i;
#if RULE_STATES > 0
    update_part(parameters + i, state + i, load_part(gradients + i, count), count, RULE_ARGUMENTS);
#else
    update_part(parameters + i, 0, load_part(gradients + i, count), count, RULE_ARGUMENTS);
#endif
  }
}
