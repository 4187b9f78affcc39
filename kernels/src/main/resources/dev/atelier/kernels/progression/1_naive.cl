// GEMM, step 1, naive: out [m][n] = a [m][k] b [k][n], one work-item an element, written down as the formula stands.
//
//                 column                 A work-item walks along one row of A and down one column of B, and that is all. Its
//               +---|------+             first coordinate is the row, as in the formula. Neighbouring work-items differ in their
//             k |   |  B   |             first coordinate, so that they read A and write `out` a whole row apart, and nothing
//               +---|------+             that one of them reads is of any use to the one beside it.
//       k
//    +------+   +----------+             For two floats read there is one multiply-add: 2 operations for 8 bytes.
// m  |  A   |   |          |
// row ------|   |---x      |  x: one work-item; the next one lies below it
//    +------+   +----------+

#ifndef LX
#define LX 32 // work-items of a work-group along m
#endif
#ifndef LY
#define LY 8 // work-items of a work-group along n
#endif

__kernel __attribute__((reqd_work_group_size(LX, LY, 1)))
void naive(const int m, const int n, const int k, __global const float *a, __global const float *b, __global float *out)
{
  const int row = get_global_id(0);
  const int column = get_global_id(1);
  if (row >= m || column >= n) return;
  float sum = 0.0f;
  for (int d = 0; d < k; d++) sum += a[row * k + d] * b[d * n + column];
  out[row * n + column] = sum;
}
