// GEMM for GPU devices: out [m][n] = op(A) op(B), then the epilogue, as tile_product.cl has it. A work-item owns RM neighbouring rows x NV
// vectors of VW columns, and for each depth reads RM floats and NV vectors from local memory for RM * NV * VW multiply-adds. Sums of a
// slice run over the depth in ascending order.

static inline int row_of(const int place, const int i)
{
  return place / LX * RM + i;
}

static inline void watch_quads(const float4 *quads_a, const float4 *quads_b, const int item, const int pair, __local float *own)
{
}

static inline void multiply_tiles(
    __local const float *tile_a, __local const float *tile_b, const int slice, const int place, const int pair, __local float *own,
    REAL acc[RM][NV])
{
#pragma unroll
  for (int s = 0; s < DEPTHS; s++) {
    const int d = slice * DEPTHS + s;
    __local const float *a = tile_a + d * A_PITCH + row_of(place, 0);
    float rows[RM];
    REAL columns[NV];
#if RM % 4 == 0
#pragma unroll
    for (int i = 0; i < RM; i += 4) vstore4(*(__local const float4 *) (a + i), 0, rows + i);
#else
#pragma unroll
    for (int i = 0; i < RM; i++) rows[i] = a[i];
#endif
#pragma unroll
    for (int v = 0; v < NV; v++) columns[v] = *(__local const REAL *) (tile_b + d * B_PITCH + column_of(place, v));
#pragma unroll
    for (int i = 0; i < RM; i++)
#pragma unroll
      for (int v = 0; v < NV; v++) acc[i][v] = multiply_add((REAL)(rows[i]), columns[v], acc[i][v]);
  }
}

__kernel __attribute__((reqd_work_group_size(LX, LY * LZ, 1)))
void gemm_tile(const int m, const int n, const int k, __global const float *a, __global const float *b, EPILOGUE_PARAMETERS)
{
  __local float4 memory[MEMORY_FLOATS / 4];
  multiply_by_tiles(m, n, k, a, b, memory, 0, EPILOGUE_ARGUMENTS);
}
