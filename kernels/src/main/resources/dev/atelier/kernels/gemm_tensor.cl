// GEMM for GPU devices with tensor cores: out [m][n] = op(A) op(B), then the epilogue, as tile_product.cl has it. A warp owns 8 RM rows x TN
// columns of a tile, RM / 2 x NV fragments of sums; a work-item's vectors are what it holds of them, see tensor_core.cl.
//
//   LX = 4, VW = 2: the work-items and columns in a row of a fragment of sums; LY = 8 for each warp that stands on another in a tile
//
// Sums run over the depth in ascending order, eight depths at a time. Numbers that a tensor core has no room for, the infinities, NaN and
// what is so large that a product might not be finite, are multiplied in single precision, with all others of their tiles: that is
// what the result would be without tensor cores.

#if LX != 4 || VW != 2 || LY % 8 || RM % 2 || DEPTHS % FRAGMENT_DEPTH
#error "fragments need LX=4, VW=2, LY a multiple of 8, RM of 2, and slices of whole fragments: TK a multiple of 8 LZ"
#endif

#define LARGEST 0x1p63f // what is multiplied on tensor cores is smaller

// Local memory of the kernel's own: whether a pair of tiles holds numbers to take care of, then what the emulated warps are shown.
#define SHOWN_A (RM / 2 * A_NUMBERS * WARP)
#define SHOWN_B (NV * B_NUMBERS * WARP)
#if TENSOR_CORES
#define OWN_FLOATS 2
#else
#define OWN_FLOATS (2 + ITEMS / WARP * (SHOWN_A + SHOWN_B))
#endif

static inline int row_of(const int place, const int i)
{
  return place / WARP * 8 * RM + i * 8 + place % WARP / 4;
}

// Whether a number is for tensor cores; NaN is not.
static inline int is_usual(const float x)
{
  return (x < LARGEST) & (x > -LARGEST);
}

static inline int are_usual(const float4 quad)
{
  return is_usual(quad.s0) & is_usual(quad.s1) & is_usual(quad.s2) & is_usual(quad.s3);
}

static inline void watch_quads(const float4 *quads_a, const float4 *quads_b, const int item, const int pair, __local float *own)
{
  int usual = 1;
#pragma unroll
  for (int s = 0; s < A_SHARE; s++)
    if (A_QUADS % ITEMS == 0 || item + s * ITEMS < A_QUADS) usual &= are_usual(quads_a[s]);
#pragma unroll
  for (int s = 0; s < B_SHARE; s++)
    if (B_QUADS % ITEMS == 0 || item + s * ITEMS < B_QUADS) usual &= are_usual(quads_b[s]);
  if (!usual) own[pair] = 1.0f;
}

// Multiplies the depths of a fragment, in single precision.
static inline void multiply_plainly(
    __local const float *tile_a, __local const float *tile_b, const int first, const int place, REAL acc[RM][NV])
{
  for (int d = first; d < first + FRAGMENT_DEPTH; d++) {
#pragma unroll
    for (int i = 0; i < RM; i++)
#pragma unroll
      for (int v = 0; v < NV; v++)
        acc[i][v] = multiply_add(
            (REAL)(tile_a[d * A_PITCH + row_of(place, i)]), *(__local const REAL *) (tile_b + d * B_PITCH + column_of(place, v)), acc[i][v]);
  }
}

static inline void multiply_tiles(
    __local const float *tile_a, __local const float *tile_b, const int slice, const int place, const int pair, __local float *own,
    REAL acc[RM][NV])
{
  const int lane = place % WARP;
  const int g = lane / 4;
  const int t = lane % 4;
  const int usual = own[pair] == 0.0f;
  __local float *shown_a = own + 2 + (slice * PLACES + place) / WARP * (SHOWN_A + SHOWN_B);
  __local float *shown_b = shown_a + SHOWN_A;
#pragma unroll 1 // two fragments of everything would not fit the registers
  for (int s = 0; s < DEPTHS; s += FRAGMENT_DEPTH) {
    const int d = slice * DEPTHS + s;
    float a[RM / 2][A_NUMBERS];
    float b[NV][B_NUMBERS];
#pragma unroll
    for (int f = 0; f < RM / 2; f++)
#pragma unroll
      for (int i = 0; i < 4; i++)
        split(tile_a[(d + t + i / 2 * 4) * A_PITCH + place / WARP * 8 * RM + f * 16 + i % 2 * 8 + g], a[f] + i, 4);
#pragma unroll
    for (int f = 0; f < NV; f++)
#pragma unroll
      for (int i = 0; i < 2; i++) split(tile_b[(d + t + i * 4) * B_PITCH + f * 8 + g], b[f] + i, 2);
#if !TENSOR_CORES
    barrier(CLK_LOCAL_MEM_FENCE);
    show(a[0], RM / 2 * A_NUMBERS, lane, shown_a);
    show(b[0], NV * B_NUMBERS, lane, shown_b);
    barrier(CLK_LOCAL_MEM_FENCE);
#endif
    if (!usual) {
      multiply_plainly(tile_a, tile_b, d, place, acc);
      continue;
    }
#pragma unroll
    for (int f = 0; f < RM / 2; f++) {
#pragma unroll
      for (int v = 0; v < NV; v++) {
        const REAL upper = acc[2 * f][v];
        const REAL lower = acc[2 * f + 1][v];
        const float4 sums = multiply_fragments(
            a[f], b[v], shown_a + f * A_NUMBERS * WARP, shown_b + v * B_NUMBERS * WARP, lane,
            (float4)(upper.s0, upper.s1, lower.s0, lower.s1));
        acc[2 * f][v] = (REAL)(sums.s0, sums.s1);
        acc[2 * f + 1][v] = (REAL)(sums.s2, sums.s3);
      }
    }
  }
}

__kernel __attribute__((reqd_work_group_size(LX, LY * LZ, 1)))
void gemm_tensor(const int m, const int n, const int k, __global const float *a, __global const float *b, EPILOGUE_PARAMETERS)
{
  __local float4 memory[MEMORY_FLOATS / 4];
  __local float own[OWN_FLOATS];
  if (get_local_id(1) == 0 && get_local_id(0) < 2) own[get_local_id(0)] = 0.0f;
  barrier(CLK_LOCAL_MEM_FENCE);
  multiply_by_tiles(m, n, k, a, b, memory, own, EPILOGUE_ARGUMENTS);
}
