// What every kernel file builds on: the vector type REAL, guarded loads and stores, and sums in a fixed order.
//
// All matrices are row-major and contiguous. A work-item treats VW neighbouring elements at a time; a guarded access treats
// the last, shorter group of a row or tensor, so that nothing outside it is read or written.

#ifndef VW
#define VW 1 // floats in one vector: 16, 8 or 4 on CPU devices, 1 to 4 on GPU devices
#endif

#ifndef ALIGNED
#define ALIGNED 0 // 1: each row of a matrix begins at a multiple of a vector's size, and its last vector is whole
#endif

#define JOIN_EXPANDED(a, b) a##b
#define JOIN(a, b) JOIN_EXPANDED(a, b)

#if VW == 1
typedef float REAL;
#define LOAD(p) (*(p))
#define STORE(value, p) (*(p) = (value))
#else
typedef JOIN(float, VW) REAL;
#define LOAD(p) JOIN(vload, VW)(0, p)
#define STORE(value, p) JOIN(vstore, VW)(value, 0, p)
#endif

// A vector in global memory. OpenCL promises vloadn the alignment of a float only, so that a GPU's compiler makes n loads of it.
#if ALIGNED
#define LOAD_GLOBAL(p) (*(__global const REAL *) (p))
#define STORE_GLOBAL(value, p) (*(__global REAL *) (p) = (value))
#else
#define LOAD_GLOBAL(p) LOAD(p)
#define STORE_GLOBAL(value, p) STORE(value, p)
#endif

// A compiler that contracts a product and a sum into one rounding here and not there would give a kernel's sums other bits than
// another's. So it may do that in one place only.
#pragma OPENCL FP_CONTRACT OFF

// Returns a * b + sum, with one rounding where the device is as fast that way. `fma` would be a call for each lane on some drivers.
static inline REAL multiply_add(const REAL a, const REAL b, const REAL sum)
{
#pragma OPENCL FP_CONTRACT ON
  return a * b + sum;
}

// A constant in every lane.
#define R(constant) ((REAL)((float)(constant)))

// Returns p[0 .. VW-1], with `absent` in the lanes from `count` on, which are not read.
static inline REAL load_or(__global const float *p, const int count, const float absent)
{
#if VW == 1
  return count > 0 ? *p : absent;
#else
  if (ALIGNED || count >= VW) return LOAD_GLOBAL(p);
  float lanes[VW];
  for (int i = 0; i < VW; i++) lanes[i] = i < count ? p[i] : absent;
  return LOAD(lanes);
#endif
}

// Returns p[0 .. VW-1], with zero in the lanes from `count` on, which are not read.
static inline REAL load_part(__global const float *p, const int count)
{
  return load_or(p, count, 0.0f);
}

// Stores the first `count` lanes, at most VW.
static inline void store_part(const REAL value, __global float *p, const int count)
{
#if VW == 1
  if (count > 0) *p = value;
#else
  if (ALIGNED || count >= VW) {
    STORE_GLOBAL(value, p);
  } else {
    float lanes[VW];
    STORE(value, lanes);
    for (int i = 0; i < VW; i++)
      if (i < count) p[i] = lanes[i];
  }
#endif
}

// Adds the lanes in pairs, always in the same order.
static inline float sum_of_lanes(const REAL value)
{
  float lanes[VW];
  STORE(value, lanes);
  for (int distance = VW / 2; distance > 0; distance /= 2)
    for (int i = 0; i < distance; i++) lanes[i] += lanes[i + distance];
  return lanes[0];
}

// Returns the largest lane; NaN lanes do not count.
static inline float largest_lane(const REAL value)
{
  float lanes[VW];
  STORE(value, lanes);
  float largest = lanes[0];
  for (int i = 1; i < VW; i++) largest = fmax(largest, lanes[i]);
  return largest;
}

#ifndef GROUP
#define GROUP 1 // work-items that reduce together, a power of two: 1 on CPU devices
#endif

// Sums one value of each work-item of a group of GROUP in a fixed order; every work-item gets the sum.
static inline float sum_of_group(float value, __local float *scratch)
{
#if GROUP > 1
  const int item = get_local_id(0);
  barrier(CLK_LOCAL_MEM_FENCE);
  scratch[item] = value;
  for (int distance = GROUP / 2; distance > 0; distance /= 2) {
    barrier(CLK_LOCAL_MEM_FENCE);
    if (item < distance) scratch[item] += scratch[item + distance];
  }
  barrier(CLK_LOCAL_MEM_FENCE);
  value = scratch[0];
#endif
  return value;
}

// Returns the largest of the values of a group's work-items; NaN does not count.
static inline float largest_of_group(float value, __local float *scratch)
{
#if GROUP > 1
  const int item = get_local_id(0);
  barrier(CLK_LOCAL_MEM_FENCE);
  scratch[item] = value;
  for (int distance = GROUP / 2; distance > 0; distance /= 2) {
    barrier(CLK_LOCAL_MEM_FENCE);
    if (item < distance) scratch[item] = fmax(scratch[item], scratch[item + distance]);
  }
  barrier(CLK_LOCAL_MEM_FENCE);
  value = scratch[0];
#endif
  return value;
}

#define MEAN_LANES 64

// Returns the mean of x[0 .. count-1], summed in MEAN_LANES interleaved partial sums and then in pairs, in the same order whatever the
// number of `items` that share the work; work-item 0 gets the result, others 0. `lanes` has MEAN_LANES elements.
static inline float mean_of(__global const float *x, const int count, __local float *lanes, const int item, const int items)
{
  for (int lane = item; lane < MEAN_LANES; lane += items) {
    float sum = 0.0f;
    for (int i = lane; i < count; i += MEAN_LANES) sum += x[i];
    lanes[lane] = sum;
  }
  for (int distance = MEAN_LANES / 2; distance > 0; distance /= 2) {
#if GROUP > 1
    barrier(CLK_LOCAL_MEM_FENCE);
#endif
    for (int lane = item; lane < distance; lane += items) lanes[lane] += lanes[lane + distance];
  }
  return item == 0 ? lanes[0] / (float) count : 0.0f;
}
