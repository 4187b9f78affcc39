// Many training steps of a classifier with one hidden layer in one launch. The weights stay on the chip from the first step to the last:
//
//                    hidden units                  A work-group owns UNITS hidden units: their columns of the first layer's weights,
//             +-------+-------+-------+            their rows of the output layer's, and what the optimiser keeps of both. The last
//   inputs +1 | group | group |  ...  |            group may have fewer. A bias is the weight of one more input, which is always 1.
//             |   0   |   1   |       |
//             +-------+-------+-------+            All groups have their own copy of the output layer's bias, and step it alike.
//   classes   |       |       |       |
//             +-------+-------+-------+            The groups have to run at the same time; see grid_barrier.cl.
//
// A step has two barriers across the groups:
//
//   hidden = f(x w1), own columns; scores_g = hidden w2, the group's share of the sum     -> exchange
//   ---- barrier: rows g, g + groups, ... of the batch belong to group g
//   scores = sum of all shares, in the order of the groups; loss and its gradient         -> exchange
//   ---- barrier
//   delta = (gradient w2^T) f'; w2 = rule(w2, hidden^T gradient); w1 = rule(w1, x^T delta)
//
// Results reach memory after the last step, when every group has passed every barrier: a launch that gives up changes no weight.
// Sums run in a fixed order, which depends on the number of groups.

#ifndef DATA
#define DATA uchar // element type of the data set: uchar or float
#endif
#ifndef INPUTS
#define INPUTS 4 // the network's inputs
#endif
#ifndef UNITS
#define UNITS 4 // hidden units of a work-group
#endif
#ifndef CLASSES
#define CLASSES 10 // the network's outputs
#endif
#ifndef BATCH
#define BATCH 4 // samples of a step
#endif
#ifndef SLICES
#define SLICES 1 // work-items that share the depth of a hidden unit's sum, a divisor of GROUP
#endif
#ifndef RM
#define RM 4 // samples of a work-item in the first product
#endif
#ifndef MEMORY
#define MEMORY 64 // float4s of local memory: at least NEEDED
#endif
#ifndef INPUT_SLOPE
#define INPUT_SLOPE 0 // 1: the activation's derivative is taken from its input
#endif

// Loops over what lies in registers: on a CPU device one work-item has too much of it for that.
#if GROUP > 1
#define UNROLL _Pragma("unroll")
#else
#define UNROLL
#endif

// Four units or four inputs are treated at a time; what is beyond the last one is zero and counts for nothing.
#define NV ((UNITS + 3) / 4)
#define WIDTH (4 * NV)
#define QUADS (INPUTS / 4 + 1) // of the inputs and the bias
#define QUAD_PITCH (4 * NV + 1) // float4s of a quad's weights; the odd one spreads the slices over the banks
#define BLOCKS (GROUP / SLICES)
#define SUMS_PITCH (BLOCKS * NV + 1)
#define QUAD_SHARE ((QUADS + GROUP - 1) / GROUP) // quads of a work-item
#define OUTER ((UNITS + 1) * CLASSES) // weights of the output layer, and its bias as those of a last unit
#define OUTER_SHARE ((OUTER + GROUP - 1) / GROUP)
#define PARTS (GROUP > CLASSES ? GROUP / CLASSES : 1) // partial sums over the groups

#define LARGER(a, b) ((a) > (b) ? (a) : (b))
#define QUADS_OF(floats) (((floats) + 3) / 4)
#define WORK LARGER(LARGER(SLICES * SUMS_PITCH, QUADS_OF(BATCH * CLASSES)), QUADS_OF(LARGER((PARTS + 2) * CLASSES, GROUP)))
#define NEEDED (QUADS * QUAD_PITCH + 2 * BATCH * NV + QUADS_OF(OUTER) + WORK)
#if MEMORY < NEEDED
#error "MEMORY is less than what the arrays in local memory take"
#endif

// Where the shares of the scores, the gradients and the losses of all samples lie in `exchange`.
#define SHARES(group) (exchange + (group) * (BATCH * CLASSES))
#define GRADIENTS SHARES(groups)
#define LOSSES (SHARES(groups + 1))

#define FLOAT4_OF_DATA(p) convert_float4(*(__global const JOIN(DATA, 4) *) (p))

// Returns a * b + sum; see multiply_add.
static inline float4 multiply_add4(const float4 a, const float4 b, const float4 sum)
{
#pragma OPENCL FP_CONTRACT ON
  return a * b + sum;
}

// Returns input i of a sample, 1 for the bias, and 0 beyond it or where there is no sample.
static inline float input_of(__global const DATA *data, const int sample, const int i, const float scale)
{
  if (i >= INPUTS) return i == INPUTS ? 1.0f : 0.0f;
  return sample < 0 ? 0.0f : (float) data[sample * INPUTS + i] * scale;
}

// Returns four neighbouring inputs of a sample.
static inline float4 inputs_of(__global const DATA *data, const int sample, const int quad, const float scale)
{
  const int i = 4 * quad;
#if INPUTS % 4 == 0
  if (i < INPUTS) return sample < 0 ? (float4)(0.0f) : FLOAT4_OF_DATA(data + sample * INPUTS + i) * scale;
#endif
  return (float4)(
      input_of(data, sample, i, scale), input_of(data, sample, i + 1, scale), input_of(data, sample, i + 2, scale),
      input_of(data, sample, i + 3, scale));
}

// Returns where a layer's weight lies in memory, the bias being the row after the last one.
static inline __global float *place_of(__global float *weights, __global float *biases, const int row, const int rows, const int columns, const int column)
{
  return row < rows ? weights + row * columns + column : biases + column;
}

// Calls BODY(i, u, local, own) for each weight of the first layer that a work-item owns: that of input i and the group's unit u, its
// place in local memory, and its number among the work-item's own.
#define FOR_OWN_INNER(BODY) \
  UNROLL for (int s = 0; s < QUAD_SHARE; s++) \
    UNROLL for (int e = 0; e < 4; e++) \
      UNROLL for (int u = 0; u < WIDTH; u++) { \
        const int quad = s * GROUP + item; \
        const int i = 4 * quad + e; \
        if (quad < QUADS) BODY(i, u, ((__local float *) (inner + quad * QUAD_PITCH + e * NV) + u), (s * 4 + e) * WIDTH + u) \
      }

// The same for the output layer: that of the group's unit u and class c. The last work-items come first, as they have fewer inputs.
#define FOR_OWN_OUTER(BODY) \
  UNROLL for (int s = 0; s < OUTER_SHARE; s++) { \
    const int place = s * GROUP + GROUP - 1 - item; \
    const int u = place / CLASSES; \
    const int c = place % CLASSES; \
    if (u < units || u == UNITS) BODY(u, c, (outer + place), s) \
  }

#define INNER_PLACE(name, i, u) place_of(name##1, name##_bias1, i, INPUTS, width, first_unit + (u))
#define OUTER_PLACE(name, u, c) place_of(name##2, name##_bias2, (u) == UNITS ? width : first_unit + (u), width, CLASSES, c)

#define LAYERS_OF(name) __global float *name##1, __global float *name##_bias1, __global float *name##2, __global float *name##_bias2
#if RULE_STATES > 1
#define STATE_PARAMETERS , LAYERS_OF(first), LAYERS_OF(second)
#define SWITCH_STATES(one, two) one two
#elif RULE_STATES > 0
#define STATE_PARAMETERS , LAYERS_OF(first)
#define SWITCH_STATES(one, two) one
#else
#define STATE_PARAMETERS
#define SWITCH_STATES(one, two)
#endif

#define LOAD_INNER(i, u, local, own) { \
    const int there = i <= INPUTS && u < units; \
    *local = there ? *INNER_PLACE(weights, i, u) : 0.0f; \
    SWITCH_STATES(first_inner[own] = there ? *INNER_PLACE(first, i, u) : 0.0f;, \
                  second_inner[own] = there ? *INNER_PLACE(second, i, u) : 0.0f;) \
  }
#define STORE_INNER(i, u, local, own) if (i <= INPUTS && u < units) { \
    *INNER_PLACE(weights, i, u) = *local; \
    SWITCH_STATES(*INNER_PLACE(first, i, u) = first_inner[own];, *INNER_PLACE(second, i, u) = second_inner[own];) \
  }
#define LOAD_OUTER(u, c, local, own) { \
    *local = *OUTER_PLACE(weights, u, c); \
    SWITCH_STATES(first_outer[own] = *OUTER_PLACE(first, u, c);, second_outer[own] = *OUTER_PLACE(second, u, c);) \
  }
// Only the first group stores the bias of which every group has a copy.
#define STORE_OUTER(u, c, local, own) if (u < units || group == 0) { \
    *OUTER_PLACE(weights, u, c) = *local; \
    SWITCH_STATES(*OUTER_PLACE(first, u, c) = first_outer[own];, *OUTER_PLACE(second, u, c) = second_outer[own];) \
  }

// Steps a parameter by its gradient.
#define STEP(local, gradient, first_state, second_state) { \
    float parameter = *(local); \
    float first_now = 0.0f; \
    float second_now = 0.0f; \
    SWITCH_STATES(first_now = first_state;, second_now = second_state;) \
    JOIN(apply_, RULE)(&parameter, gradient, &first_now, &second_now, c0, c1, c2, decay, keep, keep2, epsilon); \
    *(local) = parameter; \
    SWITCH_STATES(first_state = first_now;, second_state = second_now;) \
  }

#define STEP_OUTER(u, c, local, own) { \
    float sum = 0.0f; \
    for (int b = 0; b < BATCH; b++) sum = multiply_add(u == UNITS ? 1.0f : hidden[b * WIDTH + u], gradients[b * CLASSES + c], sum); \
    STEP(local, sum, first_outer[own], second_outer[own]) \
  }

// Adds the products of one input of RM samples and the weights of all units.
#define ADD_INPUT(e, component) \
  { \
    float4 w[NV]; \
    UNROLL for (int v = 0; v < NV; v++) w[v] = inner[quad * QUAD_PITCH + e * NV + v]; \
    UNROLL for (int r = 0; r < RM; r++) \
      UNROLL for (int v = 0; v < NV; v++) acc[r][v] = multiply_add4((float4)(x[r].component), w[v], acc[r][v]); \
  }

// Computes the group's hidden units for the whole batch: GROUP work-items are BLOCKS blocks of RM samples times SLICES slices of the
// inputs, and the slices' sums are added in their order.
static inline void hidden_layer(__global const DATA *data, const float scale, const float alpha, const int item, __local const int *sample_of,
    __local const float4 *inner, __local float *hidden, __local float *saved, __local float4 *sums)
{
  const int slice = item % SLICES;
  const int block = item / SLICES;
  for (int tile = 0; tile < BATCH; tile += BLOCKS * RM) {
    float4 acc[RM][NV];
    int sample[RM];
  UNROLL
    for (int r = 0; r < RM; r++) {
      sample[r] = sample_of[min(tile + r * BLOCKS + block, BATCH - 1)];
  UNROLL
      for (int v = 0; v < NV; v++) acc[r][v] = (float4)(0.0f);
    }
    for (int quad = slice; quad < QUADS; quad += SLICES) {
      float4 x[RM];
  UNROLL
      for (int r = 0; r < RM; r++) x[r] = inputs_of(data, sample[r], quad, scale);
      ADD_INPUT(0, x)
      ADD_INPUT(1, y)
      ADD_INPUT(2, z)
      ADD_INPUT(3, w)
    }
  UNROLL
    for (int r = 0; r < RM; r++) {
      barrier(CLK_LOCAL_MEM_FENCE);
  UNROLL
      for (int v = 0; v < NV; v++) sums[slice * SUMS_PITCH + block * NV + v] = acc[r][v];
      barrier(CLK_LOCAL_MEM_FENCE);
      for (int p = item; p < BLOCKS * WIDTH; p += GROUP) {
        float sum = ((__local float *) sums)[p];
        for (int s = 1; s < SLICES; s++) sum += ((__local float *) sums)[s * SUMS_PITCH * 4 + p];
        const int row = tile + r * BLOCKS + p / WIDTH;
        if (row < BATCH) {
          hidden[row * WIDTH + p % WIDTH] = ACTIVATE(sum, alpha);
#if INPUT_SLOPE
          saved[row * WIDTH + p % WIDTH] = sum;
#endif
        }
      }
    }
  }
}

// Adds the groups' shares of a sample's scores, and computes its loss and the gradient of the batch's mean loss.
static inline void loss_of(volatile __global float *exchange, const int groups, const int b, const int label, const int item,
    __local const float *biases, __local float *shares)
{
  __local float *scores = shares + PARTS * CLASSES;
  __local float *exponentials = scores + CLASSES;
  for (int p = item; p < PARTS * CLASSES; p += GROUP) {
    float sum = 0.0f;
    for (int g = p / CLASSES; g < groups; g += PARTS) sum += SHARES(g)[b * CLASSES + p % CLASSES];
    shares[p] = sum;
  }
  barrier(CLK_LOCAL_MEM_FENCE);
  for (int c = item; c < CLASSES; c += GROUP) {
    float sum = shares[c];
    for (int part = 1; part < PARTS; part++) sum += shares[part * CLASSES + c];
    scores[c] = sum + biases[c];
  }
  barrier(CLK_LOCAL_MEM_FENCE);
  float largest = scores[0];
  for (int c = 1; c < CLASSES; c++) largest = fmax(largest, scores[c]);
  for (int c = item; c < CLASSES; c += GROUP) exponentials[c] = exp(scores[c] - largest);
  barrier(CLK_LOCAL_MEM_FENCE);
  float total = 0.0f;
  for (int c = 0; c < CLASSES; c++) total += exponentials[c];
  for (int c = item; c < CLASSES; c += GROUP)
    GRADIENTS[b * CLASSES + c] = (exponentials[c] / total - (c == label ? 1.0f : 0.0f)) / (float) BATCH;
  if (item == 0) LOSSES[b] = label >= 0 && label < CLASSES ? log(total) - (scores[label] - largest) : NAN;
  barrier(CLK_LOCAL_MEM_FENCE);
}

// steps, then *counter += steps. Work-groups: as many as hold all hidden units, UNITS each; `width` is the number of those units.
// exchange: [groups + 1][BATCH][CLASSES] and [BATCH] floats.
__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))
void persistent_steps(
    const int steps, const int patience, volatile __global uint *arrivals, volatile __global float *exchange, const int width,
    __global const DATA *data, const int samples, __global const int *order, const int positions, __global const int *step, const int stride,
    const float scale, const float alpha, __global const int *labels, __global float *history, const int history_count, __global int *counter,
    LAYERS_OF(weights) STATE_PARAMETERS, RULE_PARAMETERS)
{
  __local float4 memory[MEMORY];
  __local int sample_of[BATCH];
  __local int passed;
  __local float4 *inner = memory;
  __local float4 *hidden_quads = inner + QUADS * QUAD_PITCH;
  __local float4 *delta_quads = hidden_quads + BATCH * NV;
  __local float4 *work = delta_quads + BATCH * NV;
  __local float *hidden = (__local float *) hidden_quads;
  __local float *delta = (__local float *) delta_quads; // before the backward pass what the activation's derivative is taken from
  __local float *gradients = (__local float *) work;
  __local float *outer = (__local float *) (work + WORK);
  const int item = get_local_id(0);
  const int group = get_group_id(0);
  const int groups = get_num_groups(0);
  const int first_unit = group * UNITS;
  const int units = min(UNITS, width - first_unit);
  const int first_step = *step;
  SWITCH_STATES(float first_inner[QUAD_SHARE * 4 * WIDTH]; float first_outer[OUTER_SHARE];,
                float second_inner[QUAD_SHARE * 4 * WIDTH]; float second_outer[OUTER_SHARE];)
  FOR_OWN_INNER(LOAD_INNER)
  FOR_OWN_OUTER(LOAD_OUTER)

  int alive = 1;
  uint complete = 0;
  for (int number = first_step; number < first_step + steps && alive; number++) {
    for (int b = item; b < BATCH; b += GROUP) sample_of[b] = row_at(order, positions, (long) number * stride + b, samples);
    barrier(CLK_LOCAL_MEM_FENCE);
    hidden_layer(data, scale, alpha, item, sample_of, inner, hidden, delta, work);
    barrier(CLK_LOCAL_MEM_FENCE);
    for (int p = item; p < BATCH * CLASSES; p += GROUP) {
      float sum = 0.0f;
      for (int u = 0; u < units; u++) sum = multiply_add(hidden[p / CLASSES * WIDTH + u], outer[u * CLASSES + p % CLASSES], sum);
      SHARES(group)[p] = sum;
    }
    complete += groups;
    alive = grid_barrier(arrivals, complete, patience, item, &passed);

    for (int b = group; b < BATCH; b += groups) {
      const int sample = sample_of[b];
      loss_of(exchange, groups, b, sample >= 0 ? labels[sample] : 0, item, outer + UNITS * CLASSES, (__local float *) work);
    }
    complete += groups;
    alive = grid_barrier(arrivals, complete, patience, item, &passed);

    float losses = 0.0f;
    for (int b = item; b < BATCH; b += GROUP) losses += LOSSES[b];
    losses = sum_of_group(losses, (__local float *) work);
    if (group == 0 && item == 0 && alive && number >= 0 && number < history_count) history[number] = losses / (float) BATCH;
    barrier(CLK_LOCAL_MEM_FENCE);
    for (int p = item; p < BATCH * CLASSES; p += GROUP) gradients[p] = GRADIENTS[p];
    barrier(CLK_LOCAL_MEM_FENCE);
    for (int p = item; p < BATCH * WIDTH; p += GROUP) {
      const int u = p % WIDTH;
      float sum = 0.0f;
      if (u < units) {
        for (int c = 0; c < CLASSES; c++) sum = multiply_add(gradients[p / WIDTH * CLASSES + c], outer[u * CLASSES + c], sum);
        sum *= ACTIVATION_SLOPE(INPUT_SLOPE ? delta[p] : hidden[p], alpha);
      }
      delta[p] = sum;
    }
    barrier(CLK_LOCAL_MEM_FENCE);

    const int column = clamp(number, 0, rate_count - 1);
    const float c0 = rates[column];
    const float c1 = RULE_COEFFICIENTS > 1 ? rates[column + rate_count] : 0.0f;
    const float c2 = RULE_COEFFICIENTS > 2 ? rates[column + 2 * rate_count] : 0.0f;
    FOR_OWN_OUTER(STEP_OUTER)
  UNROLL
    for (int s = 0; s < QUAD_SHARE; s++) {
      const int quad = s * GROUP + item;
      if (quad < QUADS) {
        float4 acc[4][NV];
  UNROLL
        for (int v = 0; v < NV; v++) acc[0][v] = acc[1][v] = acc[2][v] = acc[3][v] = (float4)(0.0f);
        for (int b = 0; b < BATCH; b++) {
          const float4 x = inputs_of(data, sample_of[b], quad, scale);
  UNROLL
          for (int v = 0; v < NV; v++) {
            const float4 d = delta_quads[b * NV + v];
            acc[0][v] = multiply_add4((float4)(x.x), d, acc[0][v]);
            acc[1][v] = multiply_add4((float4)(x.y), d, acc[1][v]);
            acc[2][v] = multiply_add4((float4)(x.z), d, acc[2][v]);
            acc[3][v] = multiply_add4((float4)(x.w), d, acc[3][v]);
          }
        }
  UNROLL
        for (int e = 0; e < 4; e++)
  UNROLL
          for (int v = 0; v < NV; v++) {
            __local float *w = (__local float *) (inner + quad * QUAD_PITCH + e * NV + v);
            const int own = (s * 4 + e) * WIDTH + 4 * v;
            STEP(w, acc[e][v].x, first_inner[own], second_inner[own])
            STEP(w + 1, acc[e][v].y, first_inner[own + 1], second_inner[own + 1])
            STEP(w + 2, acc[e][v].z, first_inner[own + 2], second_inner[own + 2])
            STEP(w + 3, acc[e][v].w, first_inner[own + 3], second_inner[own + 3])
          }
      }
    }
    barrier(CLK_LOCAL_MEM_FENCE);
  }

  if (alive) {
    FOR_OWN_INNER(STORE_INNER)
    FOR_OWN_OUTER(STORE_OUTER)
    if (group == 0 && item == 0) *counter = first_step + steps;
  }
}

// Tries whether the groups of such a launch run at the same time: the barriers alone, with as much local memory.
__kernel __attribute__((reqd_work_group_size(GROUP, 1, 1)))
void meet(const int meetings, const int patience, volatile __global uint *arrivals)
{
  __local float4 memory[MEMORY];
  __local int passed;
  const int item = get_local_id(0);
  int alive = 1;
  for (int i = 0; i < meetings && alive; i++) {
    memory[(item + i) % MEMORY] = (float4)(i);
    alive = grid_barrier(arrivals, (uint) (i + 1) * get_num_groups(0), patience, item, &passed);
    // Read back, so that the compiler keeps the memory.
    if (memory[(item + i) % MEMORY].x < 0.0f) alive = 0;
    barrier(CLK_LOCAL_MEM_FENCE);
  }
}
