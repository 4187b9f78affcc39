package dev.atelier.engine.backend;

/**
 * The learning rate of each step, read on the device: {@code table[0][min(step, columns - 1)]}.
 *
 * @param table F32 {@code [1][steps]}
 * @param step I32 {@code [1][1]}, not negative
 */
public record LearningRate(Tensor table, Tensor step) {}
