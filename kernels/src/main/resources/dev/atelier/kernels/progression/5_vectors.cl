// GEMM, step 5, vectors: out [m][n] = a [m][k] b [k][n], the tile of step 4 moved and multiplied four floats at a time.
//
//                64 = 16 float4          A work-group of 16 x 16 work-items owns 64 x 64 elements, in blocks of 16 depths. A tile
//               +------------+           of A is 64 x 4 float4, a tile of B 16 x 16 float4: one of each for every work-item to copy,
//            16 | tile of B  |           with one load instead of four.
//               +------------+
//      16                                A's tile is stored depth by depth, so that the four rows of a work-item lie beside each
//    +------+   +------------+           other too. For each depth a work-item then reads two vectors and does 16 multiply-adds:
//    | tile |   |      xxxx  |           8 per read, where step 4 had 2. On a CPU device the four lanes are a vector of the
// 64 | of A |   |      xxxx  | 64        processor whatever the compiler makes of the work-items.
//    |      |   |      xxxx  |
//    |      |   |      xxxx  |           x: the 4 x 4 elements of one work-item
//    +------+   +------------+

#ifndef SIDE
#define SIDE 16 // work-items of a work-group along m and n, and depths of a tile; a multiple of 4
#endif

#define TILE (4 * SIDE)

// Returns p[0 .. 3], with zero in the lanes from `count` on, which are not read.
static inline float4 load_part(__global const float *p, const int count)
{
  if (count >= 4) return vload4(0, p);
  return (float4)(count > 0 ? p[0] : 0.0f, count > 1 ? p[1] : 0.0f, count > 2 ? p[2] : 0.0f, 0.0f);
}

// Stores the first `count` lanes.
static inline void store_part(const float4 value, __global float *p, const int count)
{
  if (count >= 4) {
    vstore4(value, 0, p);
  } else {
    if (count > 0) p[0] = value.s0;
    if (count > 1) p[1] = value.s1;
    if (count > 2) p[2] = value.s2;
  }
}

__kernel __attribute__((reqd_work_group_size(SIDE, SIDE, 1)))
void vectors(const int m, const int n, const int k, __global const float *a, __global const float *b, __global float *out)
{
  __local float tile_a[SIDE][TILE]; // by depth, then by row
  __local float4 tile_b[SIDE][SIDE]; // by depth, then by four columns
  const int x = get_local_id(0);
  const int y = get_local_id(1);
  const int column = ((int) get_group_id(0) * SIDE + x) * 4;
  const int first_row = (int) get_group_id(1) * TILE;
  const int row = first_row + y * 4;

  // What this work-item copies: four depths of one row of A, and four columns of one depth of B.
  const int copied_row = (y * SIDE + x) / (SIDE / 4);
  const int copied_depth = (y * SIDE + x) % (SIDE / 4) * 4;

  float4 sums[4] = {(float4)(0.0f), (float4)(0.0f), (float4)(0.0f), (float4)(0.0f)};
  for (int start = 0; start < k; start += SIDE) {
    float4 part_a = (float4)(0.0f);
    float4 part_b = (float4)(0.0f);
    const int depth_a = start + copied_depth;
    if (first_row + copied_row < m && depth_a < k) part_a = load_part(a + (first_row + copied_row) * k + depth_a, k - depth_a);
    if (start + y < k && column < n) part_b = load_part(b + (start + y) * n + column, n - column);
    tile_a[copied_depth][copied_row] = part_a.s0;
    tile_a[copied_depth + 1][copied_row] = part_a.s1;
    tile_a[copied_depth + 2][copied_row] = part_a.s2;
    tile_a[copied_depth + 3][copied_row] = part_a.s3;
    tile_b[y][x] = part_b;
    barrier(CLK_LOCAL_MEM_FENCE);
#pragma unroll
    for (int d = 0; d < SIDE; d++) {
      const float4 left = vload4(y, tile_a[d]);
      const float4 right = tile_b[d][x];
      sums[0] += left.s0 * right;
      sums[1] += left.s1 * right;
      sums[2] += left.s2 * right;
      sums[3] += left.s3 * right;
    }
    barrier(CLK_LOCAL_MEM_FENCE);
  }

#pragma unroll
  for (int i = 0; i < 4; i++)
    if (row + i < m && column < n) store_part(sums[i], out + (row + i) * n + column, n - column);
}
