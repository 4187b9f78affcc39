// OpenCL's built-in functions for clang's PTX back end, as far as the kernels need them to be seen through: work-item numbers,
// the barrier, vector loads and stores, the smaller and the larger of two numbers. Included before a kernel by check-ptx.
// All other functions (exp, sqrt and so on) stay calls to functions that the driver would bring.

#define BUILTIN static inline __attribute__((overloadable, always_inline))

#define COORDINATE(dimension, name) \
  ((dimension) == 0 ? name##_x() : (dimension) == 1 ? name##_y() : name##_z())

BUILTIN size_t get_local_id(uint dimension) { return COORDINATE(dimension, __nvvm_read_ptx_sreg_tid); }
BUILTIN size_t get_local_size(uint dimension) { return COORDINATE(dimension, __nvvm_read_ptx_sreg_ntid); }
BUILTIN size_t get_group_id(uint dimension) { return COORDINATE(dimension, __nvvm_read_ptx_sreg_ctaid); }
BUILTIN size_t get_num_groups(uint dimension) { return COORDINATE(dimension, __nvvm_read_ptx_sreg_nctaid); }
BUILTIN size_t get_global_id(uint dimension)
{
  return get_group_id(dimension) * get_local_size(dimension) + get_local_id(dimension);
}
BUILTIN size_t get_global_size(uint dimension) { return get_num_groups(dimension) * get_local_size(dimension); }
BUILTIN void barrier(cl_mem_fence_flags flags) { __syncthreads(); }

BUILTIN void mem_fence(cl_mem_fence_flags flags) { __nvvm_membar_gl(); }
BUILTIN uint atomic_inc(volatile __global uint *p) { return __sync_fetch_and_add(p, 1u); }
BUILTIN int atomic_inc(volatile __global int *p) { return __sync_fetch_and_add(p, 1); }
BUILTIN uint atomic_or(volatile __global uint *p, uint bits) { return __sync_fetch_and_or(p, bits); }
BUILTIN uint atomic_cmpxchg(volatile __global uint *p, uint old, uint new)
{
  return __sync_val_compare_and_swap(p, old, new);
}
BUILTIN float4 convert_float4(uchar4 x) { return (float4)(x.x, x.y, x.z, x.w); }
BUILTIN float4 convert_float4(int4 x) { return (float4)(x.x, x.y, x.z, x.w); }
BUILTIN float4 convert_float4(float4 x) { return x; }

#define ORDERED(type) \
  BUILTIN type min(type a, type b) { return a < b ? a : b; } \
  BUILTIN type max(type a, type b) { return a > b ? a : b; } \
  BUILTIN type clamp(type x, type low, type high) { return min(max(x, low), high); }
ORDERED(int)
ORDERED(uint)
ORDERED(long)
ORDERED(ulong)

// A vector is loaded as one where its address is known to be aligned; OpenCL promises the alignment of an element only.
#define VECTOR_ACCESS(type, width, space) \
  typedef type##width __attribute__((aligned(sizeof(type)))) type##width##_anywhere_##space; \
  BUILTIN type##width vload##width(size_t offset, const space type *p) \
  { \
    return *(const space type##width##_anywhere_##space *) (p + offset * width); \
  } \
  BUILTIN void vstore##width(type##width value, size_t offset, space type *p) \
  { \
    *(space type##width##_anywhere_##space *) (p + offset * width) = value; \
  }
#define VECTOR_ACCESSES(type, space) \
  VECTOR_ACCESS(type, 2, space) VECTOR_ACCESS(type, 4, space) VECTOR_ACCESS(type, 8, space) VECTOR_ACCESS(type, 16, space)
VECTOR_ACCESSES(float, __global)
VECTOR_ACCESSES(float, __local)
VECTOR_ACCESSES(float, __private)
VECTOR_ACCESSES(uchar, __global)
