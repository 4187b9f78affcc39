// Products with few columns, such as the output layer of a classifier: out [m][n] = x [m][k] w [k][n], then the epilogue. With LOSS the
// launch goes on with the labels of the batch, the loss of each row and its gradient.
//
//            k                n       A work-group owns RM rows, each whole, so that a row's loss can follow its scores. NV vectors
//     +-------------+      +----+     hold a row of sums; where they reach past the end of a row of w, they read on into the next
//  RM |  x  ........|    k |  w |     one, whose numbers end in lanes that are not stored. GROUP work-items share the depth: item t
//     +-------------+      |    |     takes the depths t, t + GROUP, ..., and their sums are added in pairs, in a fixed order.
//                          +----+

#ifndef RM
#define RM 1 // rows of a work-group, 1 where GROUP is more
#endif
#ifndef NV
#define NV 1 // vectors in a row; NV * VW is at least n
#endif
#ifndef LOSS
#define LOSS 0 // 1: go on with softmax cross-entropy
#endif

#if LOSS
#define LOSS_PARAMETERS \
  , __global const int *data, const int samples, __global const int *order, const int positions, __global const int *step, \
      const int stride, __global int *labels, __global float *row_loss GRADIENT_PARAMETER
#else
#define LOSS_PARAMETERS
#endif

// Adds the products of one depth to the sums of RM rows.
static inline void add_depth(__global const float **rows, const int d, const REAL *columns, REAL acc[RM][NV])
{
#pragma unroll
  for (int i = 0; i < RM; i++) {
    const REAL element = (REAL)(rows[i][d]);
#pragma unroll
    for (int v = 0; v < NV; v++) acc[i][v] = multiply_add(element, columns[v], acc[i][v]);
  }
}

#if LOSS
// Looks up the label of a row whose scores are stored, and computes the row's loss.
#define FINISH_ROW(row) \
  { \
    const int sample = selected_row(order, positions, step, stride, row, samples); \
    const int label = sample >= 0 ? data[sample] : 0; \
    if (item == 0) labels[row] = label; \
    cross_entropy_of_row(out + (row) * n, label, row_loss + (row), n, m, scratch GRADIENT_OF_ROW((row) * n)); \
  }
#endif

__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))
void thin_forward(const int m, const int n, const int k, __global const float *x, __global const float *w, EPILOGUE_PARAMETERS LOSS_PARAMETERS)
{
  const int item = get_local_id(0);
  const int first_row = (int) get_group_id(0) * RM;
#if GROUP > 1
  __local float sums[GROUP * NV * VW];
#endif
#if LOSS
  __local float scratch[GROUP];
#endif
  REAL acc[RM][NV];
  __global const float *rows[RM];
#pragma unroll
  for (int i = 0; i < RM; i++) {
    rows[i] = x + min(first_row + i, m - 1) * k;
#pragma unroll
    for (int v = 0; v < NV; v++) acc[i][v] = R(0);
  }

  // Depths whose vectors end inside w.
  const int whole = k * n < NV * VW ? 0 : (k * n - NV * VW) / n + 1;
  int d = item;
  REAL columns[NV];
  for (; d < whole; d += GROUP) {
#pragma unroll
    for (int v = 0; v < NV; v++) columns[v] = LOAD(w + d * n + v * VW);
    add_depth(rows, d, columns, acc);
  }
  for (; d < k; d += GROUP) {
#pragma unroll
    for (int v = 0; v < NV; v++) columns[v] = load_part(w + d * n + min(v * VW, n - 1), n - v * VW);
    add_depth(rows, d, columns, acc);
  }

#if GROUP > 1
  for (int v = 0; v < NV; v++) STORE(acc[0][v], sums + (item * NV + v) * VW);
  for (int distance = GROUP / 2; distance > 0; distance /= 2) {
    barrier(CLK_LOCAL_MEM_FENCE);
    if (item < distance)
      for (int c = 0; c < NV * VW; c++) sums[item * NV * VW + c] += sums[(item + distance) * NV * VW + c];
  }
  barrier(CLK_LOCAL_MEM_FENCE);
  for (int v = item; v < NV; v += GROUP)
    if (v * VW < n) finish_product(first_row, v * VW, n, LOAD(sums + v * VW), EPILOGUE_ARGUMENTS);
#if LOSS
  barrier(CLK_GLOBAL_MEM_FENCE);
  FINISH_ROW(first_row)
#endif
#else
  // All indices of the sums are constants, or they would have to lie in memory.
#pragma unroll
  for (int i = 0; i < RM; i++)
#pragma unroll
    for (int v = 0; v < NV; v++)
      if (first_row + i < m && v * VW < n) finish_product(first_row + i, v * VW, n, acc[i][v], EPILOGUE_ARGUMENTS);
#if LOSS
  for (int row = first_row; row < min(first_row + RM, m); row++) FINISH_ROW(row)
#endif
#endif
}
