package dev.atelier.engine.backend;

/**
 * What belongs to one fully connected layer: its parameters, or their gradients, or one of the optimiser's state tensors.
 *
 * @param weights F32 {@code [inputs][outputs]}
 * @param bias F32 {@code [1][outputs]}
 */
public record LayerTensors(Tensor weights, Tensor bias) {}
