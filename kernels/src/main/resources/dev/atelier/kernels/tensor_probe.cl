// Shows whether the device has the tensor cores that tensor_core.cl is written for: it may refuse to compile this, or to run it.

// One warp: out [16][8] = A [16][8] B [8][8]; `native` becomes 1 where tensor cores compute it, 0 where they are emulated.
__kernel __attribute__((reqd_work_group_size(WARP, 1, 1)))
void tensor_probe(__global const float *a, __global const float *b, __global float *out, __global int *native)
{
  __local float shown_a[A_NUMBERS * WARP];
  __local float shown_b[B_NUMBERS * WARP];
  const int lane = (int) get_local_id(0);
  const int g = lane / 4;
  const int t = lane % 4;
  float numbers_a[A_NUMBERS];
  float numbers_b[B_NUMBERS];
  for (int i = 0; i < 4; i++) split(a[(g + i % 2 * 8) * FRAGMENT_DEPTH + t + i / 2 * 4], numbers_a + i, 4);
  for (int i = 0; i < 2; i++) split(b[(t + i * 4) * 8 + g], numbers_b + i, 2);
#if !TENSOR_CORES
  show(numbers_a, A_NUMBERS, lane, shown_a);
  show(numbers_b, B_NUMBERS, lane, shown_b);
  barrier(CLK_LOCAL_MEM_FENCE);
#endif
  const float4 sums = multiply_fragments(numbers_a, numbers_b, shown_a, shown_b, lane, (float4)(0.0f));
  vstore2(sums.s01, 0, out + g * 8 + 2 * t);
  vstore2(sums.s23, 0, out + (g + 8) * 8 + 2 * t);
  if (lane == 0) *native = TENSOR_CORES;
}
