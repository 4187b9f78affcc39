// Softmax and cross-entropy of one row of scores, for the loss by itself (loss.cl) and for the one that follows the output layer in the
// same launch (thin_forward.cl).

#ifndef GRADIENT
#define GRADIENT 0 // 1: also store the gradient of the batch's mean loss
#endif

#if GRADIENT
#define GRADIENT_PARAMETER , __global float *gradient
#define GRADIENT_OF_ROW(offset) , gradient + (offset)
#else
#define GRADIENT_PARAMETER
#define GRADIENT_OF_ROW(offset)
#endif

// The loss of one row, log sum_j e^scores[j] - scores[label], with the row's maximum taken out so that nothing overflows; with GRADIENT
// also gradient[j] = (softmax_j - [j = label]) / batch. A label outside 0 .. classes-1 gives the loss NaN. A group of GROUP work-items.
static inline void cross_entropy_of_row(__global const float *scores, const int label, __global float *row_loss, const int classes, const int batch, __local float *scratch GRADIENT_PARAMETER)
{
  REAL best = R(-INFINITY);
  for (int j = (int) get_local_id(0) * VW; j < classes; j += GROUP * VW) best = fmax(best, load_or(scores + j, classes - j, -INFINITY));
  const float largest = largest_of_group(largest_lane(best), scratch);
  REAL exponentials = R(0);
  for (int j = (int) get_local_id(0) * VW; j < classes; j += GROUP * VW)
    exponentials += exp(load_or(scores + j, classes - j, -INFINITY) - R(largest));
  const float total = sum_of_group(sum_of_lanes(exponentials), scratch);
  if (get_local_id(0) == 0) *row_loss = label >= 0 && label < classes ? log(total) - (scores[label] - largest) : NAN;
#if GRADIENT
  for (int j = (int) get_local_id(0) * VW; j < classes; j += GROUP * VW) {
    float lanes[VW];
    STORE(exp(load_or(scores + j, classes - j, -INFINITY) - R(largest)) / R(total), lanes);
    for (int i = 0; i < VW; i++)
      if (j + i < classes) gradient[j + i] = (lanes[i] - (j + i == label ? 1.0f : 0.0f)) / (float) batch;
  }
#endif
}
