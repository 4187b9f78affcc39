// GEMM, step 2, row order: out [m][n] = a [m][k] b [k][n], one work-item an element, neighbours beside each other in a row.
//
//                 columns                The first coordinate is now the column, and nothing else has changed. Neighbouring
//               +--||||----+             work-items read neighbouring floats of B and write neighbouring floats of `out`, and
//             k |  ||||  B |             all of them read the same float of A.
//               +--||||----+
//       k                                A GPU runs neighbours in lockstep and fetches what they read in whole lines of memory:
//    +------+   +----------+             a line now serves all of them instead of one. The compiler of a CPU device can make
// m  |  A   |   |          |             vectors out of neighbours, if it is able to: one load, one broadcast and one multiply-add
// row ------|   |--xxxx    |             for all lanes.
//    +------+   +----------+
//                                        Still 2 operations for 8 bytes, but lines are used up once they are there.

#ifndef LX
#define LX 32 // work-items of a work-group along n
#endif
#ifndef LY
#define LY 8 // work-items of a work-group along m
#endif

__kernel __attribute__((reqd_work_group_size(LX, LY, 1)))
void row_order(const int m, const int n, const int k, __global const float *a, __global const float *b, __global float *out)
{
  const int column = get_global_id(0);
  const int row = get_global_id(1);
  if (row >= m || column >= n) return;
  float sum = 0.0f;
  for (int d = 0; d < k; d++) sum += a[row * k + d] * b[d * n + column];
  out[row * n + column] = sum;
}
