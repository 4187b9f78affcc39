// GEMM, step 4, register tile: out [m][n] = a [m][k] b [k][n], a work-item owns RM x RN elements and keeps their sums in registers.
//
//                TN = LX * RN            A work-group of LX x LY work-items owns TM x TN elements, and copies tiles of TM x TK and
//               +------------+           TK x TN floats as in step 3. A work-item owns the rows y, y + LY, ... and the columns x,
//            TK | tile of B  |           x + LX, ... of them: neighbours still read and write neighbouring floats.
//               +------------+
//      TK                                For each depth it reads RM floats of A's tile and RN of B's, and does RM * RN
//    +------+   +------------+           multiply-adds with them. At 4 x 4 that is 2 per read of local memory, where step 3 had a
//    | tile |   |x . . x . . |           half. And each float from memory is used TM or TN times: 2 * 64 operations for 8 bytes.
// TM | of A |   |. . . . . . | TM = LY * RM
//    |      |   |x . . x . . |           x: the elements of one work-item, here with RM = RN = 2
//    +------+   +------------+

#ifndef LX
#define LX 16 // work-items of a work-group along n
#endif
#ifndef LY
#define LY 16 // work-items of a work-group along m
#endif
#ifndef RM
#define RM 4 // rows of a work-item
#endif
#ifndef RN
#define RN 4 // columns of a work-item
#endif
#ifndef TK
#define TK 16 // depths of a tile
#endif

#define TM (LY * RM)
#define TN (LX * RN)

__kernel __attribute__((reqd_work_group_size(LX, LY, 1)))
void register_tile(const int m, const int n, const int k, __global const float *a, __global const float *b, __global float *out)
{
  __local float tile_a[TM][TK];
  __local float tile_b[TK][TN];
  const int x = get_local_id(0);
  const int y = get_local_id(1);
  const int first_column = (int) get_group_id(0) * TN;
  const int first_row = (int) get_group_id(1) * TM;
  // An array lies in registers only where every index is known when the kernel is compiled, so all loops over it are unrolled.
  float sums[RM][RN];
#pragma unroll
  for (int i = 0; i < RM; i++)
#pragma unroll
    for (int j = 0; j < RN; j++) sums[i][j] = 0.0f;

  for (int start = 0; start < k; start += TK) {
    // Neighbouring work-items copy neighbouring floats, in as many rounds as it takes.
    for (int e = y * LX + x; e < TM * TK; e += LX * LY) {
      const int row = first_row + e / TK;
      const int depth = start + e % TK;
      tile_a[e / TK][e % TK] = row < m && depth < k ? a[row * k + depth] : 0.0f;
    }
    for (int e = y * LX + x; e < TK * TN; e += LX * LY) {
      const int depth = start + e / TN;
      const int column = first_column + e % TN;
      tile_b[e / TN][e % TN] = depth < k && column < n ? b[depth * n + column] : 0.0f;
    }
    barrier(CLK_LOCAL_MEM_FENCE);
#pragma unroll
    for (int d = 0; d < TK; d++) {
      float left[RM];
      float right[RN];
#pragma unroll
      for (int i = 0; i < RM; i++) left[i] = tile_a[y + i * LY][d];
#pragma unroll
      for (int j = 0; j < RN; j++) right[j] = tile_b[d][x + j * LX];
#pragma unroll
      for (int i = 0; i < RM; i++)
#pragma unroll
        for (int j = 0; j < RN; j++) sums[i][j] += left[i] * right[j];
    }
    barrier(CLK_LOCAL_MEM_FENCE);
  }

#pragma unroll
  for (int i = 0; i < RM; i++)
#pragma unroll
    for (int j = 0; j < RN; j++) {
      const int row = first_row + y + i * LY;
      const int column = first_column + x + j * LX;
      if (row < m && column < n) out[row * n + column] = sums[i][j];
    }
}
