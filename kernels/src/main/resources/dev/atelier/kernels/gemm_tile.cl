// GEMM for GPU devices: out [m][n] = op(A) op(B), then the epilogue. LX x LY work-items a work-group.
//
//                 n
//            +---------+------+          A work-group owns TM = LY * RM rows and TN = LX * NV * VW columns. For each block of
//          k |  TK x TN  tile |          TK depths it copies a tile of A (depth-major) and one of B to local memory with
//            +---------+------+          coalesced reads; the next tiles travel through registers while these are used.
//     k
//   +------+ +---------+------+          A work-item owns RM rows x NV vectors of VW columns: rows y*RM .. y*RM+RM-1, and the
// m | TM x | | TM x TN |      |          vectors x, x+LX, ..., so that neighbours read neighbouring banks.
//   |  TK  | |  sums   |      |
//   +------+ +---------+------+          Sums run over the depth in ascending order.

#ifndef TRANSPOSE_A
#define TRANSPOSE_A 0 // 1: A lies in memory as [k][m]
#endif
#ifndef TRANSPOSE_B
#define TRANSPOSE_B 0 // 1: B lies in memory as [n][k]
#endif
#ifndef LX
#define LX 8 // work-items of a work-group along n
#endif
#ifndef LY
#define LY 8 // work-items of a work-group along m
#endif
#ifndef RM
#define RM 4 // rows of a work-item
#endif
#ifndef NV
#define NV 1 // vectors in a row of a work-item
#endif
#ifndef TK
#define TK 16 // depths of a tile
#endif

#define ITEMS (LX * LY)
#define TM (LY * RM)
#define TN (LX * NV * VW)
#define A_SHARE ((TM * TK + ITEMS - 1) / ITEMS) // elements of A's tile that one work-item copies
#define B_SHARE ((TK * TN + ITEMS - 1) / ITEMS)
#define A_PITCH (TM + 1) // one float of padding keeps the transposing stores off one bank

// Reads one work-item's share of both tiles from depth `start` on; zero outside the matrices.
static inline void fetch(__global const float *a, __global const float *b, const int m, const int n, const int k,
    const int start, float *next_a, float *next_b)
{
  const int item = get_local_id(1) * LX + get_local_id(0);
  const int first_row = (int) get_group_id(1) * TM;
  const int first_column = (int) get_group_id(0) * TN;
#pragma unroll
  for (int s = 0; s < A_SHARE; s++) {
    const int element = item + s * ITEMS;
#if TRANSPOSE_A
    const int depth = start + element / TM;
    const int row = first_row + element % TM;
    next_a[s] = element < TM * TK && depth < k && row < m ? a[depth * m + row] : 0.0f;
#else
    const int depth = start + element % TK;
    const int row = first_row + element / TK;
    next_a[s] = element < TM * TK && depth < k && row < m ? a[row * k + depth] : 0.0f;
#endif
  }
#pragma unroll
  for (int s = 0; s < B_SHARE; s++) {
    const int element = item + s * ITEMS;
#if TRANSPOSE_B
    const int depth = start + element % TK;
    const int column = first_column + element / TK;
    next_b[s] = element < TK * TN && depth < k && column < n ? b[column * k + depth] : 0.0f;
#else
    const int depth = start + element / TN;
    const int column = first_column + element % TN;
    next_b[s] = element < TK * TN && depth < k && column < n ? b[depth * n + column] : 0.0f;
#endif
  }
}

// Puts one work-item's share of both tiles into local memory.
static inline void place(__local float *tile_a, __local float *tile_b, const float *next_a, const float *next_b)
{
  const int item = get_local_id(1) * LX + get_local_id(0);
#pragma unroll
  for (int s = 0; s < A_SHARE; s++) {
    const int element = item + s * ITEMS;
#if TRANSPOSE_A
    if (element < TM * TK) tile_a[element / TM * A_PITCH + element % TM] = next_a[s];
#else
    if (element < TM * TK) tile_a[element % TK * A_PITCH + element / TK] = next_a[s];
#endif
  }
#pragma unroll
  for (int s = 0; s < B_SHARE; s++) {
    const int element = item + s * ITEMS;
#if TRANSPOSE_B
    if (element < TK * TN) tile_b[element % TK * TN + element / TK] = next_b[s];
#else
    if (element < TK * TN) tile_b[element] = next_b[s];
#endif
  }
}

__kernel __attribute__((reqd_work_group_size(LX, LY, 1)))
void gemm_tile(const int m, const int n, const int k, __global const float *a, __global const float *b, EPILOGUE_PARAMETERS)
{
  __local float tile_a[TK * A_PITCH];
  __local float tile_b[TK * TN];
  const int x = get_local_id(0);
  const int y = get_local_id(1);
  const int row = (int) get_group_id(1) * TM + y * RM;
  const int first_column = (int) get_group_id(0) * TN;
  float next_a[A_SHARE];
  float next_b[B_SHARE];
  REAL acc[RM][NV];
#pragma unroll
  for (int i = 0; i < RM; i++)
#pragma unroll
    for (int v = 0; v < NV; v++) acc[i][v] = R(0);
#if COLUMN_SUMS
  REAL totals[NV];
  for (int v = 0; v < NV; v++) totals[v] = R(0);
#endif

  fetch(a, b, m, n, k, 0, next_a, next_b);
  for (int start = 0; start < k; start += TK) {
    place(tile_a, tile_b, next_a, next_b);
    barrier(CLK_LOCAL_MEM_FENCE);
    if (start + TK < k) fetch(a, b, m, n, k, start + TK, next_a, next_b);
#pragma unroll
    for (int d = 0; d < TK; d++) {
      REAL columns[NV];
#pragma unroll
      for (int v = 0; v < NV; v++) {
        columns[v] = LOAD(tile_b + d * TN + (v * LX + x) * VW);
#if COLUMN_SUMS
        totals[v] += columns[v];
#endif
      }
#pragma unroll
      for (int i = 0; i < RM; i++) {
        const REAL element = (REAL)(tile_a[d * A_PITCH + y * RM + i]);
#pragma unroll
        for (int v = 0; v < NV; v++) acc[i][v] += element * columns[v];
      }
    }
    barrier(CLK_LOCAL_MEM_FENCE);
  }

#pragma unroll
  for (int v = 0; v < NV; v++) {
    const int column = first_column + (v * LX + x) * VW;
    if (column < n) {
#pragma unroll
      for (int i = 0; i < RM; i++)
        if (row + i < m) finish_product(row + i, column, n, acc[i][v], EPILOGUE_ARGUMENTS);
#if COLUMN_SUMS
      if (row == 0) finish_sums(column, n, totals[v], EPILOGUE_ARGUMENTS);
#endif
    }
  }
}
