// Dropout, clipping by norm and moving averages.

#define DROPOUT_UNITS 8 // units that share a counter of the generator

// out[i][j] = scale * x[i][j] + shift where the unit is kept, else value. Which units are kept is the affair of the Java type
// DropoutMask. A work-item treats the DROPOUT_UNITS units of one counter; x and out may be the same. Work-items:
// (ceil(n / DROPOUT_UNITS), batch).
__kernel void dropout(
    __global const float *x, __global float *out, const int n,
    __global const int *order, const int positions, __global const int *step, const int stride, const int rows,
    __global const int *epoch, const int stream, const int seed_low, const int seed_high, const int threshold,
    const float scale, const float shift, const float value)
{
  const int column = (int) get_global_id(0) * DROPOUT_UNITS;
  const int i = get_global_id(1);
  if (column >= n) return;
  const int row = max(0, selected_row(order, positions, step, stride, i, rows));
  const uint4 drawn = philox(
      (uint4)((uint) get_global_id(0), (uint) row, (uint) *epoch, (uint) stream), (uint2)((uint) seed_low, (uint) seed_high));
  const uint words[4] = {drawn.x, drawn.y, drawn.z, drawn.w};
  const int count = min(DROPOUT_UNITS, n - column);
  for (int j = 0; j < count; j++) {
    const int place = i * n + column + j;
    const int number = (int) ((words[j / 2] >> (16 * (j % 2))) & 0xFFFFu);
    out[place] = number < threshold ? value : scale * x[place] + shift;
  }
}

// x[i] *= min(1, limit / (sqrt(squares[0]) + 1e-6)) for i < size. Work-items: ceil(size / VW), rounded up.
__kernel void clip_norm(__global float *x, const int size, __global const float *squares, const float limit)
{
  const size_t i = get_global_id(0) * VW;
  const float factor = limit / (sqrt(*squares) + 1e-6f);
  if (i < (size_t) size && factor < 1.0f) store_part(load_part(x + i, size - (int) i) * R(factor), x + i, size - (int) i);
}

// target[i] += share (source[i] - target[i]) for i < size, with the share of this step. Work-items: ceil(size / VW), rounded up.
__kernel void move_towards(
    __global float *target, __global const float *source, const int size,
    __global const float *shares, const int share_count, __global const int *step)
{
  const size_t i = get_global_id(0) * VW;
  const int count = size - (int) i;
  if (i < (size_t) size) {
    const REAL before = load_part(target + i, count);
    const REAL share = R(shares[clamp(*step, 0, share_count - 1)]);
    store_part(before + share * (load_part(source + i, count) - before), target + i, count);
  }
}
