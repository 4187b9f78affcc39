// Products of fragments on tensor cores: sums [16][8] += A [16][8] B [8][8], by the 32 work-items of a warp together.
//
// A tensor core multiplies numbers of 11 significant bits (TF32) and adds the products in single precision. PARTS says what is made of
// an operand x, where `big` is x rounded to TF32 and `small` what that leaves over, rounded once more:
//
//   1, TF32     x ~ big            a b ~ big_a big_b                                      off by 2^-10 of |a b|
//   2, 3xTF32   x ~ big + small    a b ~ small_a big_b + big_a small_b + big_a big_b      off by 2^-20, as sums in single precision
//
// What each work-item holds of a fragment; g = lane / 4, t = lane % 4 (PTX ISA, "Matrix Fragments for mma.m16n8k8", .tf32):
//
//   A                  B               sums
//   0: [g][t]          0: [t][g]       0, 1: [g][2t], [g][2t + 1]
//   1: [g + 8][t]      1: [t + 4][g]   2, 3: [g + 8][2t], [g + 8][2t + 1]
//   2: [g][t + 4]
//   3: [g + 8][t + 4]
//
// NVIDIA's OpenCL C takes PTX, and there one instruction does it. Everywhere else the instruction is emulated: a warp's fragments go
// through local memory, and each work-item picks out of it what the tensor core would read from the registers of the others.

#ifndef PARTS
#define PARTS 2 // of an operand: 1 for TF32, 2 for 3xTF32
#endif

#ifdef __NV_CL_C_VERSION
#define TENSOR_CORES 1
#else
#define TENSOR_CORES 0
#endif

#define WARP 32
#define FRAGMENT_DEPTH 8
#define A_NUMBERS (4 * PARTS) // of one work-item: the big parts, then the small ones
#define B_NUMBERS (2 * PARTS)

// Rows of a tile that lie 8 banks apart: the four rows and eight columns that a warp reads at once are in 32 different banks.
#define A_PAD 8
#define B_PAD 8

// Returns x with 11 significant bits; ties go away from zero. Means nothing where x is not finite.
static inline float to_tf32(const float x)
{
#if TENSOR_CORES
  uint bits;
  asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(bits) : "f"(x));
  return as_float(bits);
#else
  return as_float((as_uint(x) + 0x1000u) & 0xffffe000u);
#endif
}

// Stores the parts of x in numbers[0] and, `distance` further on, its small part.
static inline void split(const float x, float *numbers, const int distance)
{
  const float big = to_tf32(x);
  numbers[0] = big;
#if PARTS == 2
  numbers[distance] = to_tf32(x - big);
#endif
}

#if !TENSOR_CORES
// Shows a work-item's numbers to its warp: shown[number][lane].
static inline void show(const float *numbers, const int count, const int lane, __local float *shown)
{
  for (int i = 0; i < count; i++) shown[i * WARP + lane] = numbers[i];
}
#endif

// Adds the product of one part of A and one of B to the sums of a work-item: its own numbers a[4] and b[2] are for the tensor core,
// those of all the warp, shown_a[4][WARP] and shown_b[2][WARP], for the emulation.
static inline float4 multiply_parts(
    const float *a, const float *b, __local const float *shown_a, __local const float *shown_b, const int lane, const float4 sums)
{
#if TENSOR_CORES
  float s0 = sums.s0, s1 = sums.s1, s2 = sums.s2, s3 = sums.s3;
  asm volatile("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};"
      : "+f"(s0), "+f"(s1), "+f"(s2), "+f"(s3)
      : "r"(as_uint(a[0])), "r"(as_uint(a[1])), "r"(as_uint(a[2])), "r"(as_uint(a[3])), "r"(as_uint(b[0])), "r"(as_uint(b[1])));
  return (float4)(s0, s1, s2, s3);
#else
  const int row = lane / 4;
  const int column = lane % 4 * 2;
  float4 result = sums;
  for (int d = 0; d < FRAGMENT_DEPTH; d++) {
    __local const float *rows = shown_a + d / 4 * 2 * WARP + row * 4 + d % 4;
    __local const float *columns = shown_b + d / 4 * WARP + column * 4 + d % 4;
    result += (float4)(rows[0], rows[0], rows[WARP], rows[WARP]) * (float4)(columns[0], columns[4], columns[0], columns[4]);
  }
  return result;
#endif
}

// Adds the product of two fragments to a work-item's sums. The small terms come first, while they still count; the sums of 3xTF32 are
// then added outside of the tensor core, which cuts what it adds up instead of rounding it.
static inline float4 multiply_fragments(
    const float *a, const float *b, __local const float *shown_a, __local const float *shown_b, const int lane, const float4 sums)
{
#if PARTS == 2
  float4 terms = multiply_parts(a + 4, b, shown_a + 4 * WARP, shown_b, lane, (float4)(0.0f));
  terms = multiply_parts(a, b + 2, shown_a, shown_b + 2 * WARP, lane, terms);
  return sums + multiply_parts(a, b, shown_a, shown_b, lane, terms);
#else
  return multiply_parts(a, b, shown_a, shown_b, lane, sums);
#endif
}
