// Which sample stands in which row of a mini-batch: row i is sample order[step * stride + i] of the resident data set. Positions and
// indices that are out of range touch no memory outside the data.

// Returns the data row at a position of the order, or -1.
static inline int row_at(__global const int *order, const int positions, const long position, const int rows)
{
  if (position < 0 || position >= positions) return -1;
  const int row = order[position];
  return row >= 0 && row < rows ? row : -1;
}

// Returns the data row of row i of the batch, or -1.
static inline int selected_row(__global const int *order, const int positions, __global const int *step, const int stride, const int i, const int rows)
{
  return row_at(order, positions, (long) *step * stride + i, rows);
}
