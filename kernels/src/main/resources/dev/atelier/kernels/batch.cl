// Mini-batches out of a resident data set (see selection.cl), and the counters that change from step to step. What is out of range
// reads as zero.

#ifndef DATA
#define DATA uchar // element type of the data set: uchar or float
#endif

#if VW == 1
#define TO_REAL(value) convert_float(value)
#else
#define TO_REAL(value) JOIN(convert_float, VW)(value)
#endif

#ifndef KEEP_STEP
#define KEEP_STEP 0 // 1: also copy the step's number, for the last launch of a step, which changes it
#endif

#if KEEP_STEP
#define KEEP_STEP_PARAMETER , __global int *kept_step
#else
#define KEEP_STEP_PARAMETER
#endif

// out [batch][n]: out[i][j] = scale * data[row_i][j]. Work-items: (ceil(n / VW), batch).
__kernel void gather_rows(__global const DATA *data, const int rows, __global const int *order, const int positions, __global const int *step, const int stride, const float scale, __global float *out, const int n KEEP_STEP_PARAMETER)
{
  const int column = (int) get_global_id(0) * VW;
  const int i = get_global_id(1);
#if KEEP_STEP
  if (column == 0 && i == 0) *kept_step = *step;
#endif
  if (column >= n) return;
  const int row = selected_row(order, positions, step, stride, i, rows);
  REAL value = R(0);
  if (row >= 0) {
    __global const DATA *source = data + row * n + column;
    if (column + VW <= n) {
      value = TO_REAL(LOAD(source));
    } else {
      float lanes[VW];
      for (int lane = 0; lane < VW; lane++) lanes[lane] = column + lane < n ? (float) source[lane] : 0.0f;
      value = LOAD(lanes);
    }
  }
  store_part(value * R(scale), out + i * n + column, n - column);
}

// out[i] = data[row_i]. Work-items: batch, rounded up.
__kernel void gather_labels(__global const int *data, const int rows, __global const int *order, const int positions, __global const int *step, const int stride, __global int *out, const int batch)
{
  const size_t i = get_global_id(0);
  if (i >= (size_t) batch) return;
  const int row = selected_row(order, positions, step, stride, (int) i, rows);
  out[i] = row >= 0 ? data[row] : 0;
}

// out [batch][classes]: out[i][j] = [j = label_i]. Work-items: (classes, batch).
__kernel void one_hot(__global const int *labels, __global float *out, const int classes)
{
  const int row = get_global_id(1);
  const int j = get_global_id(0);
  if (j < classes) out[row * classes + j] = labels[row] == j ? 1.0f : 0.0f;
}

// Adds one to counter[0]. Work-items: 1.
__kernel void advance(__global int *counter)
{
  *counter += 1;
}
