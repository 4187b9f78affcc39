// The activation of this program (see activation.cl) over a whole tensor. A work-item treats VW elements.

// out[i] = f(x[i]) for i < size; out may be x. Work-items: ceil(size / VW), rounded up.
__kernel void activate(__global const float *x, __global float *out, const float alpha, const int size)
{
  const size_t i = get_global_id(0) * VW;
  if (i < (size_t) size) store_part(ACTIVATE(load_part(x + i, size - (int) i), alpha), out + i, size - (int) i);
}

// out[i] = upstream[i] * f' at saved[i] for i < size; out may be upstream. Work-items: ceil(size / VW), rounded up.
__kernel void activation_gradient(__global const float *saved, __global const float *upstream, __global float *out, const float alpha, const int size)
{
  const size_t i = get_global_id(0) * VW;
  if (i < (size_t) size) {
    const int count = size - (int) i;
    const REAL slope = ACTIVATION_SLOPE(load_part(saved + i, count), alpha);
    store_part(load_part(upstream + i, count) * slope, out + i, count);
  }
}
