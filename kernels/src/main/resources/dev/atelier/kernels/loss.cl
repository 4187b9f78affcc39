// Losses with their gradients, and the count of right answers. One group of GROUP work-items a row of [batch][classes].

// Softmax cross-entropy (see row_loss.cl) of each row.
__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))
void softmax_cross_entropy(__global const float *logits, __global const int *labels, __global float *row_loss, const int classes, const int batch GRADIENT_PARAMETER)
{
  __local float scratch[GROUP];
  const int row = get_group_id(0);
  const int place = row * classes;
  cross_entropy_of_row(logits + place, labels[row], row_loss + row, classes, batch, scratch GRADIENT_OF_ROW(place));
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
