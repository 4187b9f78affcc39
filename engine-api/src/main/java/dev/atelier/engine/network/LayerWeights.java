package dev.atelier.engine.network;

/** A layer's parameters in host memory; the arrays are not copied. */
public final class LayerWeights {
    private final int inputs;
    private final int outputs;
    private final float[] weights;
    private final float[] bias;

    /**
     * Makes a layer.
     *
     * @param inputs rows of the weights
     * @param outputs columns of the weights
     * @param weights {@code [inputs][outputs]}, row-major
     * @param bias {@code [outputs]}
     * @throws IllegalArgumentException if the lengths do not fit
     */
    public LayerWeights(int inputs, int outputs, float[] weights, float[] bias) {
        if (weights.length != (long) inputs * outputs || bias.length != outputs) {
            throw new IllegalArgumentException("a layer [" + inputs + "][" + outputs + "] can't have " + weights.length
                    + " weights and " + bias.length + " biases");
        }
        this.inputs = inputs;
        this.outputs = outputs;
        this.weights = weights;
        this.bias = bias;
    }

    /** Returns the rows of the weights. */
    public int inputs() {
        return inputs;
    }

    /** Returns the columns of the weights. */
    public int outputs() {
        return outputs;
    }

    /** Returns the weights, {@code [inputs][outputs]}; not a copy. */
    public float[] weights() {
        return weights;
    }

    /** Returns the biases, {@code [outputs]}; not a copy. */
    public float[] bias() {
        return bias;
    }
}
