// Losses with their gradients, and the count of right answers. One group of GROUP work-items a row of [batch][classes].

#ifndef GRADIENT
#define GRADIENT 0 // 1: also store the gradient of the batch's mean loss
#endif

#if GRADIENT
#define GRADIENT_PARAMETER , __global float *gradient
#else
#define GRADIENT_PARAMETER
#endif

// row_loss[i] = log sum_j e^logits[i][j] - logits[i][label_i], with the row's maximum taken out so that nothing overflows;
// gradient[i][j] = (softmax_j - [j = label_i]) / batch. A label outside 0 .. classes-1 gives the loss NaN.
__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))
void softmax_cross_entropy(__global const float *logits, __global const int *labels, __global float *row_loss, const int classes, const int batch GRADIENT_PARAMETER)
{
  __local float scratch[GROUP];
  const int row = get_group_id(0);
  const int label = labels[row];
  __global const float *scores = logits + row * classes;
  REAL best = R(-INFINITY);
  for (int j = (int) get_local_id(0) * VW; j < classes; j += GROUP * VW) best = fmax(best, load_or(scores + j, classes - j, -INFINITY));
  const float largest = largest_of_group(largest_lane(best), scratch);
  REAL exponentials = R(0);
  for (int j = (int) get_local_id(0) * VW; j < classes; j += GROUP * VW)
    exponentials += exp(load_or(scores + j, classes - j, -INFINITY) - R(largest));
  const float total = sum_of_group(sum_of_lanes(exponentials), scratch);
  if (get_local_id(0) == 0) row_loss[row] = label >= 0 && label < classes ? log(total) - (scores[label] - largest) : NAN;
#if GRADIENT
  for (int j = (int) get_local_id(0) * VW; j < classes; j += GROUP * VW) {
    float lanes[VW];
    STORE(exp(load_or(scores + j, classes - j, -INFINITY) - R(largest)) / R(total), lanes);
    for (int i = 0; i < VW; i++)
      if (j + i < classes) gradient[row * classes + j + i] = (lanes[i] - (j + i == label ? 1.0f : 0.0f)) / (float) batch;
  }
#endif
}

// Turns what softmax_cross_entropy wrote into the loss against targets (1 - s) [j = label_i] + s / classes:
// row_loss[i] += s (logits[i][label_i] - mean_j logits[i][j]); gradient[i][j] += s ([j = label_i] - 1 / classes) / batch.
__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))
void smooth_labels(__global const float *logits, __global const int *labels, __global float *row_loss, const int classes, const int batch, const float smoothing GRADIENT_PARAMETER)
{
  __local float scratch[GROUP];
  const int row = get_group_id(0);
  const int label = labels[row];
  __global const float *scores = logits + row * classes;
  REAL total = R(0);
  for (int j = (int) get_local_id(0) * VW; j < classes; j += GROUP * VW) total += load_part(scores + j, classes - j);
  const float sum = sum_of_group(sum_of_lanes(total), scratch);
  if (get_local_id(0) == 0 && label >= 0 && label < classes && smoothing > 0.0f)
    row_loss[row] += smoothing * (scores[label] - sum / (float) classes);
#if GRADIENT
  const float share = smoothing / (float) batch;
  for (int j = get_local_id(0); j < classes; j += GROUP)
    gradient[row * classes + j] += share * ((j == label ? 1.0f : 0.0f) - 1.0f / (float) classes);
#endif
}

// row_loss[i] = 1/classes sum_j (predictions - targets)^2; gradient[i][j] = 2 (predictions - targets) / (batch classes).
__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))
void squared_error(__global const float *predictions, __global const float *targets, __global float *row_loss, const int classes, const int batch GRADIENT_PARAMETER)
{
  __local float scratch[GROUP];
  const int row = get_group_id(0);
  REAL total = R(0);
  for (int j = (int) get_local_id(0) * VW; j < classes; j += GROUP * VW) {
    const int place = row * classes + j;
    const REAL error = load_part(predictions + place, classes - j) - load_part(targets + place, classes - j);
    total += error * error;
#if GRADIENT
    store_part(error * R(2.0f / ((float) batch * (float) classes)), gradient + place, classes - j);
#endif
  }
  const float sum = sum_of_group(sum_of_lanes(total), scratch);
  if (get_local_id(0) == 0) row_loss[row] = sum / (float) classes;
}

// Adds to count[0] the number of rows whose largest score, the first of equals, stands at their label; a row with NaN counts as
// wrong. Work-items: batch, rounded up. Integer addition gives the same sum in any order.
__kernel void count_correct(__global const float *scores, __global const int *labels, __global int *count, const int classes, const int batch)
{
  const size_t row = get_global_id(0);
  if (row >= (size_t) batch) return;
  const int label = labels[row];
  if (label < 0 || label >= classes) return;
  const float score = scores[row * classes + label];
  bool right = !isnan(score);
  for (int j = 0; j < classes; j++) {
    const float other = scores[row * classes + j];
    right = right && (j < label ? other < score : other <= score);
  }
  if (right) atomic_inc(count);
}
