// GEMM, step 6 for CPU devices, packed strip: out [m][n] = a [m][k] b [k][n], one work-item a work-group, no barriers.
//
//              2 vectors                 A CPU device has no local memory of its own: "local" is a piece of the cache, and a barrier
//              +----+-----+              is a loop over all work-items of the group that ends and begins anew, with their registers
//           k  | B  |     |              saved in between. So the group is a single work-item here, and local memory is a place to
//              |    |     |              put things in the order in which they will be read.
//              +----+-----+
//      k                                 It packs a strip of B, two vectors wide and up to TK deep, without gaps: the rows of the
//   +------+   +----+-----+              strip lie a whole row of B apart in memory, on as many pages. Then it runs down ROWS rows
//   |  RM  |   | RM |     |              of A, RM at a time: RM x 2 vectors of sums stay in registers, and each depth costs two
//   |------|   |----|     |  ROWS        vector loads from the strip and RM broadcasts for RM * 2 vector multiply-adds.
//   |  A   |   |    |     |
//   +------+   +----+-----+

#ifndef VW
#define VW 8 // floats in a vector of the processor: 4, 8 or 16
#endif
#ifndef RM
#define RM 6 // rows of the register tile: with 16 registers, 12 sums leave room for two vectors of B and one of A
#endif
#ifndef TK
#define TK 512 // depths packed at a time: 512 x 16 floats are 32 KiB
#endif
#ifndef ROWS
#define ROWS 48 // rows of a work-group, a multiple of RM
#endif

#define JOIN_EXPANDED(a, b) a##b
#define JOIN(a, b) JOIN_EXPANDED(a, b)
typedef JOIN(float, VW) vector;

// Returns p[0 .. VW-1], with zero in the lanes from `count` on, which are not read.
static inline vector load_part(__global const float *p, const int count)
{
  if (count >= VW) return JOIN(vload, VW)(0, p);
  float lanes[VW];
  for (int i = 0; i < VW; i++) lanes[i] = i < count ? p[i] : 0.0f;
  return JOIN(vload, VW)(0, lanes);
}

// Stores the first `count` lanes.
static inline void store_part(const vector value, __global float *p, const int count)
{
  if (count >= VW) {
    JOIN(vstore, VW)(value, 0, p);
  } else {
    float lanes[VW];
    JOIN(vstore, VW)(value, 0, lanes);
    for (int i = 0; i < VW; i++)
      if (i < count) p[i] = lanes[i];
  }
}

__kernel __attribute__((reqd_work_group_size(1, 1, 1)))
void packed_strip(const int m, const int n, const int k, __global const float *a, __global const float *b, __global float *out)
{
  __local vector strip[TK][2];
  const int left = (int) get_group_id(0) * 2 * VW;
  const int right = left + VW;
  const int first_row = (int) get_group_id(1) * ROWS;
  const int end_row = min(first_row + ROWS, m);

  for (int start = 0; start < k; start += TK) {
    const int depth = min(TK, k - start);
    for (int d = 0; d < depth; d++) {
      strip[d][0] = load_part(b + (start + d) * n + left, n - left);
      strip[d][1] = (vector)(0.0f);
      if (right < n) strip[d][1] = load_part(b + (start + d) * n + right, n - right);
    }

    for (int row = first_row; row < end_row; row += RM) {
      vector sums[RM][2];
      __global const float *rows[RM];
#pragma unroll
      for (int i = 0; i < RM; i++) {
        rows[i] = a + min(row + i, m - 1) * k + start; // below the last row the last one again: its sums are not stored
        sums[i][0] = (vector)(0.0f);
        sums[i][1] = (vector)(0.0f);
      }
      for (int d = 0; d < depth; d++) {
#pragma unroll
        for (int i = 0; i < RM; i++) {
          sums[i][0] += rows[i][d] * strip[d][0];
          sums[i][1] += rows[i][d] * strip[d][1];
        }
      }
#pragma unroll
      for (int i = 0; i < RM; i++) {
        if (row + i < end_row) {
          __global float *place = out + (row + i) * n;
          if (start > 0) sums[i][0] += load_part(place + left, n - left);
          store_part(sums[i][0], place + left, n - left);
          if (right < n) {
            if (start > 0) sums[i][1] += load_part(place + right, n - right);
            store_part(sums[i][1], place + right, n - right);
          }
        }
      }
    }
  }
}
