// GEMM, step 6 for GPU devices, double buffer: out [m][n] = a [m][k] b [k][n], memory is read while the sums are made.
//
//   round          0         1         2         The tile of step 5 is there twice. While the work-group multiplies what lies in
//   memory      load 1    load 2    load 3       one of the two, the loads of the next tile are under way to registers: a work-item
//   buffer 0   [store 0]  .......  [store 2]     asks for them before the multiply-adds and needs them only after, which hides the
//              [use 0 ]            [use 2 ]      hundreds of cycles that memory takes to answer.
//   buffer 1              [store 1]
//                         [use 1 ]               And one barrier a round is enough: whoever stores tile 2 into buffer 0 has passed
//                                                the barrier of round 1, and so has everyone, which is after their use of tile 0.
//
// Work-groups, tiles and the elements of a work-item are those of step 5.

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

// Returns four neighbouring floats of a matrix [rows][columns], zeros outside of it.
static inline float4 load_from(__global const float *matrix, const int rows, const int columns, const int row, const int column)
{
  if (row >= rows || column >= columns) return (float4)(0.0f);
  return load_part(matrix + row * columns + column, columns - column);
}

__kernel __attribute__((reqd_work_group_size(SIDE, SIDE, 1)))
void double_buffer(const int m, const int n, const int k, __global const float *a, __global const float *b, __global float *out)
{
  __local float tile_a[2][SIDE][TILE]; // by depth, then by row
  __local float4 tile_b[2][SIDE][SIDE]; // by depth, then by four columns
  const int x = get_local_id(0);
  const int y = get_local_id(1);
  const int column = ((int) get_group_id(0) * SIDE + x) * 4;
  const int first_row = (int) get_group_id(1) * TILE;
  const int row = first_row + y * 4;
  const int copied_row = (y * SIDE + x) / (SIDE / 4);
  const int copied_depth = (y * SIDE + x) % (SIDE / 4) * 4;

  float4 sums[4] = {(float4)(0.0f), (float4)(0.0f), (float4)(0.0f), (float4)(0.0f)};
  float4 next_a = load_from(a, m, k, first_row + copied_row, copied_depth);
  float4 next_b = load_from(b, k, n, y, column);
  int buffer = 0;
  for (int start = 0; start < k; start += SIDE) {
    tile_a[buffer][copied_depth][copied_row] = next_a.s0;
    tile_a[buffer][copied_depth + 1][copied_row] = next_a.s1;
    tile_a[buffer][copied_depth + 2][copied_row] = next_a.s2;
    tile_a[buffer][copied_depth + 3][copied_row] = next_a.s3;
    tile_b[buffer][y][x] = next_b;
    barrier(CLK_LOCAL_MEM_FENCE);
    next_a = load_from(a, m, k, first_row + copied_row, start + SIDE + copied_depth);
    next_b = load_from(b, k, n, start + SIDE + y, column);
#pragma unroll
    for (int d = 0; d < SIDE; d++) {
      const float4 left = vload4(y, tile_a[buffer][d]);
      const float4 right = tile_b[buffer][d][x];
      sums[0] += left.s0 * right;
      sums[1] += left.s1 * right;
      sums[2] += left.s2 * right;
      sums[3] += left.s3 * right;
    }
    buffer = 1 - buffer;
  }

#pragma unroll
  for (int i = 0; i < 4; i++)
    if (row + i < m && column < n) store_part(sums[i], out + (row + i) * n + column, n - column);
}
