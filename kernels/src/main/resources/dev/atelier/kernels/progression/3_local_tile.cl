// GEMM, step 3, local tile: out [m][n] = a [m][k] b [k][n], a work-group shares what its work-items read.
//
//                SIDE                    A work-group owns SIDE x SIDE elements. It cuts the depth into blocks of SIDE. For each
//               +----+-----+             block every work-item copies one float of A and one of B to local memory, all wait at
//          SIDE | tB |  B  |             a barrier, and each then reads a row of A's tile and a column of B's out of local
//               +----+-----+             memory. A second barrier keeps the fast ones from overwriting what slow ones still read.
//               |    |     |
//     SIDE      +----+-----+             Each float that comes from memory is used SIDE times: 2 SIDE operations for 8 bytes.
//    +----+-+   +----+-----+             But now each multiply-add waits for two reads of local memory.
//    | tA | |   |tout|     |
//    +----+-+   +----+-----+             At the edges the tiles are filled up with zeros: a work-item outside of the matrix
//    |  A   |   |          |             can't leave early, since all of a work-group must meet at each barrier.
//    +------+   +----------+

#ifndef SIDE
#define SIDE 16 // rows and columns of a work-group, and depths of a tile
#endif

__kernel __attribute__((reqd_work_group_size(SIDE, SIDE, 1)))
void local_tile(const int m, const int n, const int k, __global const float *a, __global const float *b, __global float *out)
{
  __local float tile_a[SIDE][SIDE];
  __local float tile_b[SIDE][SIDE];
  const int x = get_local_id(0);
  const int y = get_local_id(1);
  const int column = get_global_id(0);
  const int row = get_global_id(1);
  float sum = 0.0f;
  for (int start = 0; start < k; start += SIDE) {
    tile_a[y][x] = row < m && start + x < k ? a[row * k + start + x] : 0.0f;
    tile_b[y][x] = start + y < k && column < n ? b[(start + y) * n + column] : 0.0f;
    barrier(CLK_LOCAL_MEM_FENCE);
    for (int d = 0; d < SIDE; d++) sum += tile_a[y][d] * tile_b[d][x];
    barrier(CLK_LOCAL_MEM_FENCE);
  }
  if (row < m && column < n) out[row * n + column] = sum;
}
