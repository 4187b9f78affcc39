// Sums in a fixed order: the same inputs give the same bits, whatever the number of threads. No float atomics.

// x [rows][n]: out[j] = sum over rows of x[i][j]. Work-items: ceil(n / VW), rounded up.
// Each column is summed in blocks of SUM_BLOCK rows, so that the error grows with the block, not with the column.
#ifndef SUM_BLOCK
#define SUM_BLOCK 64 // rows summed into one partial sum
#endif

__kernel void column_sums(__global const float *x, __global float *out, const int rows, const int n)
{
  const int column = (int) get_global_id(0) * VW;
  if (column < n) {
    REAL total = R(0);
    for (int start = 0; start < rows; start += SUM_BLOCK) {
      REAL block = R(0);
      const int end = min(start + SUM_BLOCK, rows);
      for (int i = start; i < end; i++) block += load_part(x + i * n + column, n - column);
      total += block;
    }
    store_part(total, out + column, n - column);
  }
}

// First stage of a sum of squares over `size` elements: group g of GROUP work-items sums the elements from g * chunk on.
// With DIFFERENCE the elements are x[i] - y[i].
#ifndef DIFFERENCE
#define DIFFERENCE 0 // 1: sum the squares of x - y
#endif

__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))
void squares_of_chunks(
    __global const float *x,
#if DIFFERENCE
    __global const float *y,
#endif
    __global float *partial,
    const int size,
    const int chunk)
{
  __local float scratch[GROUP];
  const size_t begin = get_group_id(0) * (size_t) chunk;
  const size_t end = min(begin + (size_t) chunk, (size_t) size);
  REAL total = R(0);
  for (size_t i = begin + get_local_id(0) * VW; i < end; i += GROUP * VW) {
    REAL value = load_part(x + i, (int) (end - i));
#if DIFFERENCE
    value -= load_part(y + i, (int) (end - i));
#endif
    total += value * value;
  }
  const float sum = sum_of_group(sum_of_lanes(total), scratch);
  if (get_local_id(0) == 0) partial[get_group_id(0)] = sum;
}

// Second stage, one group: out[0] = sum of partial[0 .. count-1].
__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))
void sum_of_chunks(__global const float *partial, __global float *out, const int count)
{
  __local float scratch[GROUP];
  REAL total = R(0);
  for (int i = (int) get_local_id(0) * VW; i < count; i += GROUP * VW) total += load_part(partial + i, count - i);
  const float sum = sum_of_group(sum_of_lanes(total), scratch);
  if (get_local_id(0) == 0) *out = sum;
}

#ifndef ADVANCE
#define ADVANCE 0 // 1: record_mean also adds one to the step
#endif

// One group: history[step] = mean of x[0 .. count-1]; a step outside 0 .. history_count-1 writes nothing.
__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))
void record_mean(__global const float *x, const int count, __global float *history, const int history_count, __global int *step)
{
  __local float lanes[MEAN_LANES];
  const float mean = mean_of(x, count, lanes, get_local_id(0), GROUP);
  if (get_local_id(0) == 0) {
    const int place = *step;
    if (place >= 0 && place < history_count) history[place] = mean;
#if ADVANCE
    *step = place + 1;
#endif
  }
}
