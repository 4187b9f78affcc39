// The loop of a product by tiles: out [m][n] = op(A) op(B), then the epilogue; LX x LY x LZ work-items a work-group. What multiplies the
// tiles, and which rows of the sums a work-item then has, is said by the file that comes next: gemm_tile.cl or gemm_tensor.cl.
//
//                 n
//            +---------+------+          A work-group owns TM = LY * RM rows and TN = LX * NV * VW columns. For each block of
//          k |  TK x TN  tile |          TK depths there is a tile of A and one of B in local memory, twice: while one pair is
//            +---------+------+          used, the next is read from memory into registers, and written to the other pair. So
//     k                                  one barrier a block is enough: who writes to a pair has passed the barrier that comes
//   +------+ +---------+------+          after everyone's use of it.
// m | TM x | | TM x TN |      |
//   |  TK  | |  sums   |      |          A work-item owns RM rows x NV vectors of VW columns, see row_of and column_of.
//   +------+ +---------+------+
//
// A product of few tiles would leave a large GPU with a warp or two on each multiprocessor. So the depths of a tile can be split in LZ
// slices, each for LX x LY work-items of its own; their sums are added at the end, in the order of the slices. Sums of a slice run over
// the depth in ascending order. Nothing depends on who is first: the same sizes give the same bits.

#if LZ > 1
#define MEMORY_FLOATS (2 * TILES > LZ * TM * TN ? 2 * TILES : LZ * TM * TN)
#else
#define MEMORY_FLOATS (2 * TILES)
#endif

// Returns the row of a work-item's acc[i][], from the tile's first on; `place` counts the work-items of a slice.
static inline int row_of(const int place, const int i);

// Returns the first column of a work-item's acc[][v]: vectors lie LX apart, so that neighbours read neighbouring banks.
static inline int column_of(const int place, const int v)
{
  return (v * LX + place % LX) * VW;
}

// Sees what a work-item is about to write into a pair of tiles.
static inline void watch_quads(const float4 *quads_a, const float4 *quads_b, const int item, const int pair, __local float *own);

// Adds what a slice's depths of a pair of tiles contribute to a work-item's sums. All work-items of the work-group call it together;
// `own` is local memory that nobody else uses.
static inline void multiply_tiles(
    __local const float *tile_a, __local const float *tile_b, const int slice, const int place, const int pair, __local float *own,
    REAL acc[RM][NV]);

#if COLUMN_SUMS
#define VECTORS (LX * NV) // in a row of B's tile
#define TOTALS_SHARE ((VECTORS + ITEMS - 1) / ITEMS) // vectors of column sums for one work-item

// Adds the rows of a tile of B to a work-item's column sums.
static inline void add_columns(__local const float *tile_b, const int item, REAL *totals)
{
  for (int s = 0; s < TOTALS_SHARE; s++) {
    const int vector = item + s * ITEMS;
    if (vector < VECTORS)
      for (int d = 0; d < TK; d++) totals[s] += *(__local const REAL *) (tile_b + d * B_PITCH + vector * VW);
  }
}
#endif

// The product, by all work-items of the work-group; `memory` is MEMORY_FLOATS of local memory.
static inline void multiply_by_tiles(
    const int m, const int n, const int k, __global const float *a, __global const float *b, __local float4 *memory,
    __local float *own, EPILOGUE_PARAMETERS)
{
  __local float *tiles = (__local float *) memory;
  const int item = (int) get_local_id(1) * LX + (int) get_local_id(0);
  const int place = LZ > 1 ? item % PLACES : item;
  const int slice = LZ > 1 ? item / PLACES : 0;
  const int first_row = (int) get_group_id(1) * TM;
  const int first_column = (int) get_group_id(0) * TN;
  float4 next_a[A_SHARE];
  float4 next_b[B_SHARE];
  REAL acc[RM][NV];
#pragma unroll
  for (int i = 0; i < RM; i++)
#pragma unroll
    for (int v = 0; v < NV; v++) acc[i][v] = R(0);
#if COLUMN_SUMS
  REAL totals[TOTALS_SHARE];
  for (int s = 0; s < TOTALS_SHARE; s++) totals[s] = R(0);
#endif

  read_tiles(a, b, m, n, k, first_row, first_column, 0, item, next_a, next_b);
  int pair = 0;
  for (int start = 0; start < k; start += TK) {
    __local float *tile_a = tiles + pair * TILES;
    __local float *tile_b = tile_a + TK * A_PITCH;
    write_tiles(next_a, next_b, tile_a, tile_b, item);
    watch_quads(next_a, next_b, item, pair, own);
    barrier(CLK_LOCAL_MEM_FENCE);
    read_tiles(a, b, m, n, k, first_row, first_column, start + TK, item, next_a, next_b);
    multiply_tiles(tile_a, tile_b, slice, place, pair, own, acc);
#if COLUMN_SUMS
    if (first_row == 0) add_columns(tile_b, item, totals);
#endif
    pair = 1 - pair;
  }

#if LZ > 1
  // The slices take the rows in turns; what a slice adds up lies where the tiles were.
  __local REAL *shares = (__local REAL *) memory;
  barrier(CLK_LOCAL_MEM_FENCE);
#pragma unroll
  for (int i = 0; i < RM; i++)
#pragma unroll
    for (int v = 0; v < NV; v++) shares[((slice * RM + i) * NV + v) * PLACES + place] = acc[i][v];
  barrier(CLK_LOCAL_MEM_FENCE);
#endif
#pragma unroll
  for (int turn = 0; turn < (RM + LZ - 1) / LZ; turn++) {
    const int i = turn * LZ + slice;
    const int row = first_row + row_of(place, i);
#pragma unroll
    for (int v = 0; v < NV; v++) {
      const int column = first_column + column_of(place, v);
      if (i < RM && row < m && column < n) {
#if LZ > 1
        REAL sum = shares[(i * NV + v) * PLACES + place];
#pragma unroll
        for (int z = 1; z < LZ; z++) sum += shares[((z * RM + i) * NV + v) * PLACES + place];
#else
        const REAL sum = acc[i][v];
#endif
        finish_product(row, column, n, sum, EPILOGUE_ARGUMENTS);
      }
    }
  }
#if COLUMN_SUMS
  if (first_row == 0) {
    for (int s = 0; s < TOTALS_SHARE; s++) {
      const int vector = item + s * ITEMS;
      const int column = first_column + vector * VW;
      if (vector < VECTORS && column < n) finish_sums(column, n, totals[s], EPILOGUE_ARGUMENTS);
    }
  }
#endif
#if STEP_END
  if (first_row == 0 && first_column == 0) {
    barrier(CLK_LOCAL_MEM_FENCE);
    finish_step((__local float *) memory, item, ITEMS, EPILOGUE_ARGUMENTS);
  }
#endif
}
