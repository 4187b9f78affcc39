// Products with one short side and a transposed operand, for CPU devices: out [m][n] = op(A) op(B), then the epilogue. They are the gradients
// of a layer with few outputs.
//
//   TRANSPOSE_A 1: out [m][THIN] = A^T B                    TRANSPOSE_A 0: out [m][n] = A B^T
//
//             m                 A work-group owns VW rows              THIN        n        A work-group owns VW columns:
//        +---------+            of the result: each vector of        +------+ +---------+   their rows of B stay in
//      k |  |VW|   |  k | B |   sums holds one column of them,     m |  A   | |  |VW|   |   registers, turned into vectors,
//        +---------+    +---+   and is turned into rows at the       +------+ +---------+   and one share of A's rows runs
//                       THIN    end.                                                        past them.
//
// Sums run over the depth in ascending order, as those of gemm_strip.cl do.

#ifndef THIN
#define THIN 10 // columns of the product, or its depth
#endif
#ifndef TRANSPOSE_A
#define TRANSPOSE_A 0 // 1: A lies in memory as [k][m], and the columns are few; else B lies as [n][k], and the depth is small
#endif

__kernel __attribute__((reqd_work_group_size(1, 1, 1)))
void thin_product(const int m, const int n, const int k, __global const float *a, __global const float *b, EPILOGUE_PARAMETERS)
{
  const int first = (int) get_group_id(0) * VW;
  // All indices of what stays in registers are constants.
  REAL registers[THIN];
#if TRANSPOSE_A
#pragma unroll
  for (int c = 0; c < THIN; c++) registers[c] = R(0);
  for (int d = 0; d < k; d++) {
    const REAL elements = load_part(a + d * m + first, m - first);
#pragma unroll
    for (int c = 0; c < THIN; c++) registers[c] = multiply_add(elements, (REAL)(b[d * THIN + c]), registers[c]);
  }
  float rows[VW * THIN];
#pragma unroll
  for (int c = 0; c < THIN; c++) {
    float lanes[VW];
    STORE(registers[c], lanes);
    for (int i = 0; i < VW; i++) rows[i * THIN + c] = lanes[i];
  }
  // Whole rows lie one after the other, so that they can be stored as one.
  const int size = m * THIN;
  for (int v = 0; v < THIN; v++) {
    const int place = first * THIN + v * VW;
    if (place < size) finish_product(0, place, size, LOAD(rows + v * VW), EPILOGUE_ARGUMENTS);
  }
#if COLUMN_SUMS
  if (first == 0)
    for (int column = 0; column < THIN; column += VW) {
      REAL total = R(0);
      for (int d = 0; d < k; d++) total += load_part(b + d * THIN + column, THIN - column);
      finish_sums(column, THIN, total, EPILOGUE_ARGUMENTS);
    }
#endif
#else
#pragma unroll
  for (int c = 0; c < THIN; c++) {
    float lanes[VW];
    for (int i = 0; i < VW; i++) lanes[i] = first + i < n ? b[(first + i) * THIN + c] : 0.0f;
    registers[c] = LOAD(lanes);
  }
  const int share = (m + (int) get_num_groups(1) - 1) / (int) get_num_groups(1);
  const int begin = (int) get_group_id(1) * share;
  for (int row = begin; row < min(begin + share, m); row++) {
    REAL sum = R(0);
#pragma unroll
    for (int c = 0; c < THIN; c++) sum = multiply_add((REAL)(a[row * THIN + c]), registers[c], sum);
    finish_product(row, first, n, sum, EPILOGUE_ARGUMENTS);
  }
#endif
}
