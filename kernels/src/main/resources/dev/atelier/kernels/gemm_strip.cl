// GEMM for CPU devices: out [m][n] = op(A) op(B), then the epilogue. One work-item a work-group.
//
//              n                       A work-group owns NS strips of TN = NV * VW columns and `group_rows` rows. For each
//          +---+----+---+              block of TK depths it packs its part of B into local memory, where it lies
//        k |   |B  B|   |  strip       contiguous whatever the transpose, and then runs down the rows, RM at a time:
//          |   |B  B|   |              RM x NV vectors of sums stay in registers, and each depth costs NV vector loads
//          +---+----+---+              and RM broadcasts for RM * NV multiply-adds.
//     k       |      |
//   +----+ +--+------+--+              Packing is what wins here: strips in place run at half the speed, and work-groups
//   |A  A| |  | RM   |  |              of many work-items at a tenth, since CPU devices run barriers as loops. Of a
// m |A  A| |  | rows |  |              transposed A the RM rows are packed too: where they lie, each depth is in another
//   |    | |  |      |  |              page. Several strips share what that costs.
//   +----+ +--+------+--+
//                                      Sums run over the depth in ascending order, whatever the number of threads.

#ifndef TRANSPOSE_A
#define TRANSPOSE_A 0 // 1: A lies in memory as [k][m]
#endif
#ifndef TRANSPOSE_B
#define TRANSPOSE_B 0 // 1: B lies in memory as [n][k]
#endif
#ifndef RM
#define RM 8 // rows of a register tile
#endif
#ifndef NV
#define NV 2 // vectors in a row of a register tile
#endif
#ifndef TK
#define TK 1024 // depths packed at a time
#endif
#ifndef NS
#define NS 1 // strips side by side that a work-group owns; TK * NS * NV * VW floats of local memory
#endif

#define TN (NV * VW)

__kernel __attribute__((reqd_work_group_size(1, 1, 1)))
void gemm_strip(const int m, const int n, const int k, const int group_rows, __global const float *a, __global const float *b, EPILOGUE_PARAMETERS)
{
  __local REAL strips[NS * TK * NV];
#if TRANSPOSE_A
  __local float tile[TK * RM];
#endif
#if STEP_END
  __local float lanes[MEAN_LANES];
#endif
  const int first_column = (int) get_group_id(0) * NS * TN;
  const int strip_count = min(NS, (n - first_column + TN - 1) / TN);
  const int first_row = (int) get_group_id(1) * group_rows;
  const int end_row = min(first_row + group_rows, m);
#if COLUMN_SUMS
  REAL totals[NS * NV];
  for (int v = 0; v < NS * NV; v++) totals[v] = R(0);
#endif

  for (int start = 0; start < k; start += TK) {
    const int depth = min(TK, k - start);
    for (int s = 0; s < strip_count; s++) {
      __local REAL *strip = strips + s * TK * NV;
      for (int d = 0; d < depth; d++) {
#pragma unroll
        for (int v = 0; v < NV; v++) {
          const int left = first_column + (s * NV + v) * VW;
#if TRANSPOSE_B
          float lanes[VW];
          for (int i = 0; i < VW; i++) lanes[i] = left + i < n ? b[(left + i) * k + start + d] : 0.0f;
          strip[d * NV + v] = LOAD(lanes);
#else
          strip[d * NV + v] = load_part(b + (start + d) * n + min(left, n - 1), n - left);
#endif
#if COLUMN_SUMS
          totals[s * NV + v] += strip[d * NV + v];
#endif
        }
      }
    }

    for (int row = first_row; row < end_row; row += RM) {
#if TRANSPOSE_A
      if (row + RM <= m)
        for (int d = 0; d < depth; d++) {
#pragma unroll
          for (int i = 0; i < RM; i++) tile[d * RM + i] = a[(start + d) * m + row + i];
        }
      else
        for (int d = 0; d < depth; d++)
          for (int i = 0; i < RM; i++) tile[d * RM + i] = a[(start + d) * m + min(row + i, m - 1)];
#endif
      for (int s = 0; s < strip_count; s++) {
        __local const REAL *strip = strips + s * TK * NV;
        const int column = first_column + s * TN;
        REAL acc[RM][NV];
#if !TRANSPOSE_A
        __global const float *rows[RM];
#endif
#pragma unroll
        for (int i = 0; i < RM; i++) {
          const int clamped = min(row + i, m - 1);
#if !TRANSPOSE_A
          rows[i] = a + clamped * k + start;
#endif
#pragma unroll
          for (int v = 0; v < NV; v++) {
            const int left = column + v * VW;
            acc[i][v] = R(0);
            if (start > 0 && left < n) acc[i][v] = load_part(out + clamped * n + left, n - left);
          }
        }
        for (int d = 0; d < depth; d++) {
#pragma unroll
          for (int i = 0; i < RM; i++) {
#if TRANSPOSE_A
            const REAL x = (REAL)(tile[d * RM + i]);
#else
            const REAL x = (REAL)(rows[i][d]);
#endif
#pragma unroll
            for (int v = 0; v < NV; v++) acc[i][v] = multiply_add(x, strip[d * NV + v], acc[i][v]);
          }
        }
        // Through memory, so that what finishes a product is there once, and not for each vector: the kernel compiles sooner.
        REAL done[RM * NV];
#pragma unroll
        for (int i = 0; i < RM; i++) {
#pragma unroll
          for (int v = 0; v < NV; v++) done[i * NV + v] = acc[i][v];
        }
#pragma unroll 1
        for (int i = 0; i < min(RM, end_row - row); i++) {
#pragma unroll 1
          for (int v = 0; v < NV; v++) {
            const int left = column + v * VW;
            if (left < n) {
              if (start + TK < k)
                store_part(done[i * NV + v], out + (row + i) * n + left, n - left);
              else
                finish_product(row + i, left, n, done[i * NV + v], EPILOGUE_ARGUMENTS);
            }
          }
        }
      }
    }
  }
#if COLUMN_SUMS
  if (first_row == 0)
    for (int v = 0; v < NS * NV; v++) {
      const int left = first_column + v * VW;
      if (left < n) finish_sums(left, n, totals[v], EPILOGUE_ARGUMENTS);
    }
#endif
#if STEP_END
  if (first_column == 0 && first_row == 0) finish_step(lanes, 0, 1, EPILOGUE_ARGUMENTS);
#endif
}
