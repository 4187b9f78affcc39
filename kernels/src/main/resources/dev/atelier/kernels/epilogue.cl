// What a GEMM does with a finished sum before it goes to memory; shared by gemm_strip.cl and gemm_tile.cl.
//
//   out = acc                        plain
//   z = acc + bias, out = f(z)       BIAS, KEEP (store z too), ACTIVATION
//   out = acc * f'(saved)            SLOPE
//   p, state = rule(p, acc, state)   UPDATE: the product is a gradient that never reaches memory
//
// With COLUMN_SUMS the kernel also sums the columns of B, the gradient of a layer's bias, and with UPDATE applies it. With STEP_END the
// first work-group also records the batch's mean loss and counts the step.

#ifndef BIAS
#define BIAS 0 // 1: add bias[column], then the activation
#endif
#ifndef KEEP
#define KEEP 0 // 1: store the sum before the activation in `z`
#endif
#ifndef SLOPE
#define SLOPE 0 // 1: multiply by the activation's derivative at `saved`
#endif
#ifndef UPDATE
#define UPDATE 0 // 1: apply the optimiser's rule instead of storing
#endif
#ifndef COLUMN_SUMS
#define COLUMN_SUMS 0 // 1: also sum the columns of B
#endif

#ifndef STEP_END
#define STEP_END 0 // 1: with UPDATE, this is the step's last launch; `rate_step` is then a copy of the counter
#endif

#if BIAS
#define BIAS_PARAMETERS , __global const float *bias
#define BIAS_ARGUMENTS , bias
#else
#define BIAS_PARAMETERS
#define BIAS_ARGUMENTS
#endif
#if KEEP
#define KEEP_PARAMETERS , __global float *z
#define KEEP_ARGUMENTS , z
#else
#define KEEP_PARAMETERS
#define KEEP_ARGUMENTS
#endif
#if SLOPE
#define SLOPE_PARAMETERS , __global const float *saved
#define SLOPE_ARGUMENTS , saved
#else
#define SLOPE_PARAMETERS
#define SLOPE_ARGUMENTS
#endif
#if BIAS || SLOPE
#define ALPHA_PARAMETERS , const float alpha
#define ALPHA_ARGUMENTS , alpha
#else
#define ALPHA_PARAMETERS
#define ALPHA_ARGUMENTS
#endif
#if COLUMN_SUMS
#define SUMS_PARAMETERS , __global float *sums
#define SUMS_ARGUMENTS , sums
#else
#define SUMS_PARAMETERS
#define SUMS_ARGUMENTS
#endif
#if UPDATE
#define UPDATE_PARAMETERS \
  , __global float *weights, __global float *biases STATES_OF(weight) STATES_OF(bias), RULE_PARAMETERS
#define UPDATE_ARGUMENTS , weights, biases STATE_NAMES_OF(weight) STATE_NAMES_OF(bias), RULE_ARGUMENTS
#else
#define UPDATE_PARAMETERS
#define UPDATE_ARGUMENTS
#endif
#if STEP_END
#define STEP_END_PARAMETERS \
  , __global const float *row_loss, const int batch, __global float *history, const int history_count, __global int *counter
#define STEP_END_ARGUMENTS , row_loss, batch, history, history_count, counter
#else
#define STEP_END_PARAMETERS
#define STEP_END_ARGUMENTS
#endif

#define EPILOGUE_PARAMETERS \
  __global float *out BIAS_PARAMETERS KEEP_PARAMETERS SLOPE_PARAMETERS ALPHA_PARAMETERS SUMS_PARAMETERS UPDATE_PARAMETERS \
  STEP_END_PARAMETERS
#define EPILOGUE_ARGUMENTS out BIAS_ARGUMENTS KEEP_ARGUMENTS SLOPE_ARGUMENTS ALPHA_ARGUMENTS SUMS_ARGUMENTS UPDATE_ARGUMENTS STEP_END_ARGUMENTS

// Finishes VW neighbouring sums of one row of the [m][n] product; `column` is below n.
static inline void finish_product(const int row, const int column, const int n, REAL value, EPILOGUE_PARAMETERS)
{
  const int count = n - column;
  const int place = row * n + column;
#if BIAS
  value += load_part(bias + column, count);
#if KEEP
  store_part(value, z + place, count);
#endif
  value = ACTIVATE(value, alpha);
#endif
#if SLOPE
  value *= ACTIVATION_SLOPE(load_part(saved + place, count), alpha);
#endif
#if UPDATE
  update_part(weights + place, FIRST_OF(weight, place), SECOND_OF(weight, place), value, count, RULE_ARGUMENTS);
#else
  store_part(value, out + place, count);
#endif
}

#if COLUMN_SUMS
// Finishes VW neighbouring column sums of B; `column` is below n.
static inline void finish_sums(const int column, const int n, const REAL value, EPILOGUE_PARAMETERS)
{
#if UPDATE
  update_part(biases + column, FIRST_OF(bias, column), SECOND_OF(bias, column), value, n - column, RULE_ARGUMENTS);
#else
  store_part(value, sums + column, n - column);
#endif
}
#endif

#if STEP_END
// Records the mean loss under the step's number, and counts the step; called by all `items` of one work-group.
static inline void finish_step(__local float *lanes, const int item, const int items, EPILOGUE_PARAMETERS)
{
  const float mean = mean_of(row_loss, batch, lanes, item, items);
  if (item == 0) {
    const int place = *rate_step;
    if (place >= 0 && place < history_count) history[place] = mean;
    *counter = place + 1;
  }
}
#endif
