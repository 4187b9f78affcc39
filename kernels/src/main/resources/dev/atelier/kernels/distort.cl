// Mini-batches of randomly distorted images: dev.atelier.engine.backend.Distortion gives the formula, and
// dev.atelier.engine.augmentation.DistortionDraw says which random number is which. Coordinates are integers of 2^-16 pixels.
//
//   image i of the batch = one work-group
//     coefficients of the elastic modes  -> local memory, drawn by all items, four at a time
//     column x, for each row mode j:        sum over k of coefficient[j][k] * column_modes[k][x], in registers
//     pixel (y, x):                         sum over j of row_modes[j][y] * that sum, for both axes; then the interpolation

#pragma OPENCL FP_CONTRACT OFF // the same bits on every device

#ifndef ROW_MODES
#define ROW_MODES 0 // elastic modes along the height, 0 for affine distortions
#endif
#ifndef COLUMN_MODES
#define COLUMN_MODES 0 // elastic modes along the width
#endif
#ifndef PURPOSE
#define PURPOSE 0 // the last word of the random numbers' counter
#endif

#if GROUP < 32
#define ITEM_COLUMNS GROUP // neighbouring columns that the work-items of a group take
#else
#define ITEM_COLUMNS 32
#endif
#define ITEM_ROWS (GROUP / ITEM_COLUMNS)

#define FRACTION_BITS 16
#define WEIGHT_BITS 11
#define WEIGHT_SHIFT (FRACTION_BITS - WEIGHT_BITS)
#define WEIGHT_MASK ((1 << WEIGHT_BITS) - 1)
#define TURN_BITS 10
#define FIRST_ELASTIC_BLOCK 2
#define MEAN_OF_FOUR_BYTES 510

// Added to a float of less than 1024, leaves its value in units of 2^-12 in the lowest bits, rounded to the nearest even.
#define BEND_ROUNDER 3072.0f
#define BEND_SHIFT 4

static inline uint4 random_block(const uint number, const int row, __global const int *key)
{
  return philox((uint4)(number, (uint) row, (uint) key[2], PURPOSE), (uint2)((uint) key[0], (uint) key[1]));
}

// word / 2^31 * range, rounded down.
static inline int part(const uint word, const int range)
{
  return (int) (((long) (int) word * range) >> 31);
}

static inline int rounded(const long product)
{
  return (int) ((product + (1 << (FRACTION_BITS - 1))) >> FRACTION_BITS);
}

// Where a line starts whose middle is to be the middle of 0 .. last.
static inline int line_origin(const int last, const int by_x, const int last_x, const int by_y, const int last_y)
{
  return (int) ((((long) last << FRACTION_BITS) - (long) by_x * last_x - (long) by_y * last_y) >> 1);
}

// The pixel at row y and column x of an image, zero outside of it.
static inline int pixel(__global const uchar *image, const int height, const int width, const int y, const int x)
{
  return y >= 0 && y < height && x >= 0 && x < width ? image[y * width + x] : 0;
}

static inline int mixed(const int first, const int second, const int weight)
{
  return (first << WEIGHT_BITS) + (second - first) * weight;
}

// The interpolated pixel at coordinates that are rounded to whole weights when their last bits are cut off.
static inline uchar interpolated(__global const uchar *image, const int height, const int width, const int y, const int x)
{
  const int row = y >> FRACTION_BITS;
  const int column = x >> FRACTION_BITS;
  if (row < -1 || row >= height || column < -1 || column >= width) return 0;
  const int across = (x >> WEIGHT_SHIFT) & WEIGHT_MASK;
  const int down = (y >> WEIGHT_SHIFT) & WEIGHT_MASK;
  const int above = mixed(pixel(image, height, width, row, column), pixel(image, height, width, row, column + 1), across);
  const int below = mixed(pixel(image, height, width, row + 1, column), pixel(image, height, width, row + 1, column + 1), across);
  const int value = (above << WEIGHT_BITS) + (below - above) * down;
  return (uchar) ((value + (1 << (2 * WEIGHT_BITS - 1))) >> (2 * WEIGHT_BITS));
}

// out [batch][height * width]: images of the data set, each distorted in its own way. Work-groups: batch, of GROUP work-items.
__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))
void distort_rows(
    __global const uchar *data,
    const int rows,
    __global const int *order,
    const int positions,
    __global const int *step,
    const int stride,
    __global const int *key,
    __global const int *turns,
#if ROW_MODES
    __global const float *row_modes,
    __global const float *column_modes,
#endif
    const int scale,
    const int shear,
    const int shift,
    __global uchar *out,
    const int height,
    const int width)
{
  const int item = get_local_id(0);
  const int image = get_group_id(0);
  const int selected = selected_row(order, positions, step, stride, image, rows);
  const int row = max(selected, 0); // for a row that is not there the numbers do not matter

#if ROW_MODES
  __local float coefficients[2 * ROW_MODES * COLUMN_MODES];
  for (int i = item * 4; i < 2 * ROW_MODES * COLUMN_MODES; i += GROUP * 4) {
    const uint4 words = random_block(FIRST_ELASTIC_BLOCK + i / 4, row, key);
    const uint4 sums = (words & 255) + ((words >> 8) & 255) + ((words >> 16) & 255) + (words >> 24);
    float values[4];
    vstore4(convert_float4(as_int4(sums) - MEAN_OF_FOUR_BYTES), 0, values);
    for (int j = 0; j < 4; j++)
      if (i + j < 2 * ROW_MODES * COLUMN_MODES) coefficients[i + j] = values[j];
  }
  barrier(CLK_LOCAL_MEM_FENCE);
#endif

  const uint4 shape = random_block(0, row, key);
  const uint4 place = random_block(1, row, key);
  const int turn = shape.x >> (32 - TURN_BITS);
  const long cosine = turns[turn];
  const long sine = turns[(1 << TURN_BITS) + turn];
  const long scale_x = (1 << FRACTION_BITS) + part(shape.y, scale);
  const long scale_y = (1 << FRACTION_BITS) + part(shape.z, scale);
  const long slant = rounded(part(shape.w, shear) * scale_y);
  const int x_by_x = rounded(cosine * scale_x);
  const int x_by_y = rounded(cosine * slant - sine * scale_y);
  const int y_by_x = rounded(sine * scale_x);
  const int y_by_y = rounded(sine * slant + cosine * scale_y);
  const int rounding = 1 << (WEIGHT_SHIFT - 1);
  const int x_origin = line_origin(width - 1, x_by_x, width - 1, x_by_y, height - 1) + part(place.x, shift) + rounding;
  const int y_origin = line_origin(height - 1, y_by_x, width - 1, y_by_y, height - 1) + part(place.y, shift) + rounding;

  for (int x = item % ITEM_COLUMNS; x < width; x += ITEM_COLUMNS) {
#if ROW_MODES
    float across[ROW_MODES];
    float down[ROW_MODES];
    for (int j = 0; j < ROW_MODES; j++) {
      across[j] = 0.0f;
      down[j] = 0.0f;
      for (int k = 0; k < COLUMN_MODES; k++) {
        const float mode = column_modes[k * width + x];
        across[j] = fma(coefficients[j * COLUMN_MODES + k], mode, across[j]);
        down[j] = fma(coefficients[(ROW_MODES + j) * COLUMN_MODES + k], mode, down[j]);
      }
    }
#endif
    for (int y = item / ITEM_COLUMNS; y < height; y += ITEM_ROWS) {
      int source_x = x_origin + x * x_by_x + y * x_by_y;
      int source_y = y_origin + x * y_by_x + y * y_by_y;
#if ROW_MODES
      float bend_x = 0.0f;
      float bend_y = 0.0f;
      for (int j = 0; j < ROW_MODES; j++) {
        const float mode = row_modes[j * height + y];
        bend_x = fma(mode, across[j], bend_x);
        bend_y = fma(mode, down[j], bend_y);
      }
      source_x += (as_int(bend_x + BEND_ROUNDER) - as_int(BEND_ROUNDER)) << BEND_SHIFT;
      source_y += (as_int(bend_y + BEND_ROUNDER) - as_int(BEND_ROUNDER)) << BEND_SHIFT;
#endif
      const int n = height * width;
      out[(size_t) image * n + y * width + x] =
          selected < 0 ? 0 : interpolated(data + (size_t) row * n, height, width, source_y, source_x);
    }
  }
}
