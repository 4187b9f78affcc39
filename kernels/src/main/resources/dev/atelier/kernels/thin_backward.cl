// Backpropagation through a layer with few outputs, such as the output layer of a classifier, in one launch:
//
//   out [batch][units] = (delta w^T) * f'(saved)    INPUT_GRADIENT
//   w, state = rule(w, x^T delta, state)            UPDATE, and the bias by the column sums of delta
//
//             units              A work-group owns LX * VW units: their rows of w, and their columns of x, saved and out. Nobody else
//        +----+----+----+        reads those rows of w, so that they can be stepped as soon as the gradient of the inputs is done.
//  batch |    | x  |    |        LY slices of the batch are summed apart, slice y having the rows y, y + LY, ..., and then added in
//        +----+----+----+        their order. The last work-group has no units; it steps the bias.

#ifndef COLUMNS
#define COLUMNS 10 // the layer's outputs
#endif
#ifndef LX
#define LX 1 // work-items of a work-group along the units
#endif
#ifndef LY
#define LY 1 // slices of the batch
#endif
#ifndef INPUT_GRADIENT
#define INPUT_GRADIENT 0 // 1: compute the gradient of the layer's inputs
#endif
#ifndef UPDATE
#define UPDATE 0 // 1: step the layer's parameters
#endif

#define GROUP_UNITS (LX * VW)
#define GROUP_WEIGHTS (GROUP_UNITS * COLUMNS)

#if INPUT_GRADIENT
#define INPUT_GRADIENT_PARAMETERS , __global const float *saved, const float alpha, __global float *out
#else
#define INPUT_GRADIENT_PARAMETERS
#endif
#if UPDATE
#define THIN_UPDATE_PARAMETERS \
  , __global const float *x, __global float *weights, __global float *biases STATES_OF(weight) STATES_OF(bias), RULE_PARAMETERS
#else
#define THIN_UPDATE_PARAMETERS , __global const float *weights
#endif

__kernel __attribute__((reqd_work_group_size(LX, LY, 1)))
void thin_backward(const int batch, const int units, __global const float *delta INPUT_GRADIENT_PARAMETERS THIN_UPDATE_PARAMETERS)
{
  const int first_unit = (int) get_group_id(0) * GROUP_UNITS;
  const int unit = first_unit + (int) get_local_id(0) * VW;
  const int left = units - unit;
  const int y = get_local_id(1);
#if UPDATE
  __local float sums[LY * GROUP_WEIGHTS];
#endif

#if INPUT_GRADIENT
  if (left > 0) {
    // All indices of what stays in registers are constants.
    REAL w[COLUMNS];
#pragma unroll
    for (int c = 0; c < COLUMNS; c++) {
      float lanes[VW];
      for (int i = 0; i < VW; i++) lanes[i] = i < left ? weights[(unit + i) * COLUMNS + c] : 0.0f;
      w[c] = LOAD(lanes);
    }
    for (int row = y; row < batch; row += LY) {
      REAL sum = R(0);
#pragma unroll
      for (int c = 0; c < COLUMNS; c++) sum = multiply_add((REAL)(delta[row * COLUMNS + c]), w[c], sum);
      const int place = row * units + unit;
      store_part(sum * ACTIVATION_SLOPE(load_part(saved + place, left), alpha), out + place, left);
    }
  }
#endif

#if UPDATE
  REAL acc[COLUMNS];
#pragma unroll
  for (int c = 0; c < COLUMNS; c++) acc[c] = R(0);
  if (left > 0)
    for (int row = y; row < batch; row += LY) {
      const REAL element = load_part(x + row * units + unit, left);
#pragma unroll
      for (int c = 0; c < COLUMNS; c++) acc[c] = multiply_add(element, (REAL)(delta[row * COLUMNS + c]), acc[c]);
    }
#pragma unroll
  for (int c = 0; c < COLUMNS; c++) {
    float lanes[VW];
    STORE(acc[c], lanes);
    for (int i = 0; i < VW; i++) sums[y * GROUP_WEIGHTS + (unit - first_unit + i) * COLUMNS + c] = lanes[i];
  }
#if LX * LY > 1
  barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
#endif
  const int item = y * LX + get_local_id(0);
  for (int e = item * VW; e < GROUP_WEIGHTS; e += LX * LY * VW) {
    const int place = first_unit * COLUMNS + e;
    if (place < units * COLUMNS) {
      REAL gradient = LOAD(sums + e);
      for (int slice = 1; slice < LY; slice++) gradient += LOAD(sums + slice * GROUP_WEIGHTS + e);
      update_part(
          weights + place, FIRST_OF(weight, place), SECOND_OF(weight, place), gradient, units * COLUMNS - place, RULE_ARGUMENTS);
    }
  }
  if (first_unit >= units)
    for (int column = item * VW; column < COLUMNS; column += LX * LY * VW) {
      REAL gradient = R(0);
      for (int row = 0; row < batch; row++) gradient += load_part(delta + row * COLUMNS + column, COLUMNS - column);
      update_part(
          biases + column, FIRST_OF(bias, column), SECOND_OF(bias, column), gradient, COLUMNS - column, RULE_ARGUMENTS);
    }
#endif
}
