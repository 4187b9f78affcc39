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

// Where an element of a tile, counted in the order of memory, lies: neighbouring work-items copy neighbouring elements.
#if TRANSPOSE_A
#define A_ROW(element) ((element) % TM)
#define A_DEPTH(element) ((element) / TM)
#else
#define A_ROW(element) ((element) / TK)
#define A_DEPTH(element) ((element) % TK)
#endif
#if TRANSPOSE_B
#define B_COLUMN(element) ((element) / TK)
#define B_DEPTH(element) ((element) % TK)
#else
#define B_COLUMN(element) ((element) % TN)
#define B_DEPTH(element) ((element) / TN)
#endif

// Returns an element of op(A), zero outside of it.
static inline float element_of_a(__global const float *a, const int m, const int k, const int row, const int depth)
{
  if (row >= m || depth >= k) return 0.0f;
#if TRANSPOSE_A
  return a[depth * m + row];
#else
  return a[row * k + depth];
#endif
}

// Returns an element of op(B), zero outside of it.
static inline float element_of_b(__global const float *b, const int n, const int k, const int depth, const int column)
{
  if (column >= n || depth >= k) return 0.0f;
#if TRANSPOSE_B
  return b[column * k + depth];
#else
  return b[depth * n + column];
#endif
}

__kernel __attribute__((reqd_work_group_size(LX, LY, 1)))
void gemm_tile(const int m, const int n, const int k, __global const float *a, __global const float *b, EPILOGUE_PARAMETERS)
{
  __local float tile_a[TK * A_PITCH];
  __local float tile_b[TK * TN];
#if STEP_END
  __local float lanes[MEAN_LANES];
#endif
  const int x = get_local_id(0);
  const int y = get_local_id(1);
  const int item = y * LX + x;
  const int first_row = (int) get_group_id(1) * TM;
  const int first_column = (int) get_group_id(0) * TN;
  const int row = first_row + y * RM;
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

  // Each round reads the tiles from `start` on into registers while it uses those before in local memory.
  for (int start = 0; start < k + TK; start += TK) {
    if (start < k) {
#pragma unroll
      for (int s = 0; s < A_SHARE; s++) {
        const int e = item + s * ITEMS;
        next_a[s] = element_of_a(a, m, k, first_row + A_ROW(e), start + A_DEPTH(e));
      }
#pragma unroll
      for (int s = 0; s < B_SHARE; s++) {
        const int e = item + s * ITEMS;
        next_b[s] = element_of_b(b, n, k, start + B_DEPTH(e), first_column + B_COLUMN(e));
      }
    }
    if (start > 0) {
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
          for (int v = 0; v < NV; v++) acc[i][v] = multiply_add(element, columns[v], acc[i][v]);
        }
      }
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    if (start < k) {
#pragma unroll
      for (int s = 0; s < A_SHARE; s++) {
        const int e = item + s * ITEMS;
        if (e < TM * TK) tile_a[A_DEPTH(e) * A_PITCH + A_ROW(e)] = next_a[s];
      }
#pragma unroll
      for (int s = 0; s < B_SHARE; s++) {
        const int e = item + s * ITEMS;
        if (e < TK * TN) tile_b[B_DEPTH(e) * TN + B_COLUMN(e)] = next_b[s];
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
#if STEP_END
  if (first_row == 0 && first_column == 0) finish_step(lanes, item, ITEMS, EPILOGUE_ARGUMENTS);
#endif
}
