// A barrier across the work-groups of one launch. OpenCL does not promise that they run at the same time, so that one that waits for
// another might wait for ever: a group that has looked `patience` times gives up, and then all of them do, those that come later too.
//
// `arrivals`, zero when the launch begins, counts who came to any of its barriers so far; its highest bit says that somebody gave up.
// That bit can only be set while a barrier is not complete, so that either all groups pass it or none does.
//
//   barrier      1st      2nd      3rd          group g waits at the third one
//   complete at   G        2G       3G          until arrivals >= 3G

#define GAVE_UP 0x80000000u

// What a work-item wrote before is seen by all that see what it writes next. NVIDIA's mem_fence may be one for the work-group alone.
#ifdef __NV_CL_C_VERSION
#define DEVICE_FENCE asm volatile("membar.gl;" ::: "memory")
#else
#define DEVICE_FENCE mem_fence(CLK_GLOBAL_MEM_FENCE)
#endif

// Waits until `complete` arrivals were counted, and returns 1, or 0 where somebody gave up; called by all of a work-group. Who reads
// what another group wrote before the barrier does so through a volatile pointer, as a cache may hold what was there earlier.
static inline int grid_barrier(volatile __global uint *arrivals, const uint complete, const uint patience, const int item, __local int *passed)
{
  DEVICE_FENCE;
  barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
  if (item == 0) {
    uint seen = atomic_inc(arrivals) + 1;
    for (uint looks = 0; seen < complete; looks++) {
      if (looks < patience) {
        seen = atomic_or(arrivals, 0u);
      } else {
        const uint now = atomic_cmpxchg(arrivals, seen, seen | GAVE_UP);
        seen = now == seen ? GAVE_UP : now;
      }
    }
    *passed = seen < GAVE_UP;
    DEVICE_FENCE;
  }
  barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE);
  return *passed;
}
