// One step of the optimiser of this program (see update_rule.cl) over a whole tensor. A work-item treats VW parameters.

// Work-items: ceil(size / VW), rounded up. There are as many state tensors as RULE_STATES says.
__kernel void update(
    __global float *parameters,
    __global const float *gradients
    STATES_OF(state),
    const int size,
    RULE_PARAMETERS)
{
  const size_t i = get_global_id(0) * VW;
  if (i < (size_t) size) {
    const int count = size - (int) i;
    update_part(
        parameters + i, FIRST_OF(state, i), SECOND_OF(state, i), load_part(gradients + i, count), count, RULE_ARGUMENTS);
  }
}
