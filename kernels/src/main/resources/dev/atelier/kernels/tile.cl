// Tiles of A and B on their way from global to local memory, for tile_product.cl.
//
// For TK depths at a time, a work-group of LX x LY x LZ work-items copies TM rows of A and TN columns of B. A copy goes by quads, four
// floats that are neighbours in memory, 16 bytes a work-item, and neighbouring work-items copy neighbouring quads. The copies are made
// in two halves: `read_tiles` asks for the quads, `write_tiles` puts them where the work-group reads them, which is by depth.
//
//   tile of A, by depth                tile of B, by depth
//   [TK][TM + A_PAD]                   [TK][TN + B_PAD]

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
#ifndef LZ
#define LZ 1 // slices of a tile's depths, each with LX x LY work-items of its own
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

#define PLACES (LX * LY) // work-items of a slice
#define ITEMS (PLACES * LZ)
#define DEPTHS (TK / LZ) // of a tile, for one slice
#define TM (LY * RM)
#define TN (LX * NV * VW)

#if TM % 4 || TN % 4 || TK % 4 || TK % LZ || VW > 4
#error "a tile has whole quads along each side and whole slices: LY*RM, LX*NV*VW and TK are multiples of 4, TK of LZ, VW at most 4"
#endif

#ifndef A_PAD
#define A_PAD 4 // floats between the rows of A's tile: the stores that turn it around fall on more banks
#endif
#ifndef B_PAD
#define B_PAD 0 // floats between the rows of B's tile
#endif
#define A_PITCH (TM + A_PAD)
#define B_PITCH (TN + B_PAD)
#define TILES (TK * (A_PITCH + B_PITCH)) // floats of both tiles

#define A_QUADS (TM * TK / 4)
#define B_QUADS (TK * TN / 4)
#define A_SHARE ((A_QUADS + ITEMS - 1) / ITEMS) // quads of A's tile that one work-item copies
#define B_SHARE ((B_QUADS + ITEMS - 1) / ITEMS)

// Where the first float of a quad, counted in the order of memory, lies in a tile.
#if TRANSPOSE_A
#define A_ROW(quad) ((quad) % (TM / 4) * 4)
#define A_DEPTH(quad) ((quad) / (TM / 4))
#else
#define A_ROW(quad) ((quad) / (TK / 4))
#define A_DEPTH(quad) ((quad) % (TK / 4) * 4)
#endif
#if TRANSPOSE_B
#define B_COLUMN(quad) ((quad) / (TK / 4))
#define B_DEPTH(quad) ((quad) % (TK / 4) * 4)
#else
#define B_COLUMN(quad) ((quad) % (TN / 4) * 4)
#define B_DEPTH(quad) ((quad) / (TN / 4))
#endif

// Returns four neighbours of a row of matrix [rows][columns], zeros outside of it.
static inline float4 quad_of(__global const float *matrix, const int rows, const int columns, const int row, const int column)
{
  if (row >= rows || column >= columns) return (float4)(0.0f);
  __global const float *p = matrix + row * columns + column;
#if ALIGNED
  return *(__global const float4 *) p;
#else
  const int count = columns - column;
  return (float4)(p[0], count > 1 ? p[1] : 0.0f, count > 2 ? p[2] : 0.0f, count > 3 ? p[3] : 0.0f);
#endif
}

// Reads a work-item's quads of the tiles that begin at these rows of A, columns of B and depths.
static inline void read_tiles(
    __global const float *a, __global const float *b, const int m, const int n, const int k, const int first_row,
    const int first_column, const int first_depth, const int item, float4 *quads_a, float4 *quads_b)
{
#pragma unroll
  for (int s = 0; s < A_SHARE; s++) {
    const int quad = item + s * ITEMS;
    const int row = first_row + A_ROW(quad);
    const int depth = first_depth + A_DEPTH(quad);
    if (A_QUADS % ITEMS == 0 || quad < A_QUADS) quads_a[s] = TRANSPOSE_A ? quad_of(a, k, m, depth, row) : quad_of(a, m, k, row, depth);
  }
#pragma unroll
  for (int s = 0; s < B_SHARE; s++) {
    const int quad = item + s * ITEMS;
    const int column = first_column + B_COLUMN(quad);
    const int depth = first_depth + B_DEPTH(quad);
    if (B_QUADS % ITEMS == 0 || quad < B_QUADS)
      quads_b[s] = TRANSPOSE_B ? quad_of(b, n, k, column, depth) : quad_of(b, k, n, depth, column);
  }
}

// Stores a quad along the tile's rows, or one float in each of four rows.
static inline void write_quad(const float4 quad, __local float *p, const int pitch, const int across)
{
  if (across) {
    p[0] = quad.s0;
    p[pitch] = quad.s1;
    p[2 * pitch] = quad.s2;
    p[3 * pitch] = quad.s3;
  } else {
    *(__local float4 *) p = quad;
  }
}

// Writes a work-item's quads into the tiles.
static inline void write_tiles(
    const float4 *quads_a, const float4 *quads_b, __local float *tile_a, __local float *tile_b, const int item)
{
#pragma unroll
  for (int s = 0; s < A_SHARE; s++) {
    const int quad = item + s * ITEMS;
    if (A_QUADS % ITEMS == 0 || quad < A_QUADS)
      write_quad(quads_a[s], tile_a + A_DEPTH(quad) * A_PITCH + A_ROW(quad), A_PITCH, !TRANSPOSE_A);
  }
#pragma unroll
  for (int s = 0; s < B_SHARE; s++) {
    const int quad = item + s * ITEMS;
    if (B_QUADS % ITEMS == 0 || quad < B_QUADS)
      write_quad(quads_b[s], tile_b + B_DEPTH(quad) * B_PITCH + B_COLUMN(quad), B_PITCH, TRANSPOSE_B);
  }
}
