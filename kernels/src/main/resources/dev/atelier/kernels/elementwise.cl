// Element-wise kernels without a formula of their own. A work-item treats VW elements.

// x [rows][n]: x[i][j] += bias[j]. Work-items: (ceil(n / VW), rows).
__kernel void add_bias(__global float *x, __global const float *bias, const int n)
{
  const int column = (int) get_global_id(0) * VW;
  const int place = (int) get_global_id(1) * n + column;
  if (column < n) store_part(load_part(x + place, n - column) + load_part(bias + column, n - column), x + place, n - column);
}

// target[i] = source[i] for i < size. Work-items: ceil(size / VW), rounded up.
__kernel void copy(__global const float *source, __global float *target, const int size)
{
  const size_t i = get_global_id(0) * VW;
  if (i < (size_t) size) store_part(load_part(source + i, size - (int) i), target + i, size - (int) i);
}

// Sets `size` 4-byte words to one bit pattern, so that it serves floats and integers. Work-items: size, rounded up.
__kernel void fill(__global uint *x, const uint pattern, const int size)
{
  const size_t i = get_global_id(0);
  if (i < (size_t) size) x[i] = pattern;
}
