package dev.atelier.engine.tck;

/** Data set, order, learning rates and first parameters of a {@link SmallNetwork}. */
final class NetworkData {
    private final byte[] pixels;
    private final int[] labels;
    private final int[] order;
    private final float[] rates;
    private final float[][] parameters;

    private NetworkData(byte[] pixels, int[] labels, int[] order, float[] rates, float[][] parameters) {
        this.pixels = pixels;
        this.labels = labels;
        this.order = order;
        this.rates = rates;
        this.parameters = parameters;
    }

    /**
     * Draws data from random numbers.
     *
     * @param steps how many batches and learning rates there are
     */
    static NetworkData random(Samples random, SmallNetwork.Design design, int samples, int steps) {
        float[] rates = new float[steps];
        for (int i = 0; i < steps; i++) {
            rates[i] = 0.3f / (1 + i);
        }
        return new NetworkData(
                random.pixels(samples * design.inputs()),
                random.integers(samples, design.classes()),
                random.integers(steps * design.batch(), samples),
                rates,
                new float[][] {
                    random.floats(design.inputs() * design.hidden(), 2 / Math.sqrt(design.inputs())),
                    random.floats(design.hidden(), 0.5),
                    random.floats(design.hidden() * design.classes(), 2 / Math.sqrt(design.hidden())),
                    random.floats(design.classes(), 0.5)
                });
    }

    /** Makes the data of the golden losses, with learning rates from {@code rate} on; {@code golden_losses.py} says how. */
    static NetworkData golden(SmallNetwork.Design design, float rate, int samples, int steps) {
        GoldenSequence sequence = new GoldenSequence();
        byte[] pixels = new byte[samples * design.inputs()];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) sequence.below(256);
        }
        int[] labels = new int[samples];
        for (int i = 0; i < samples; i++) {
            labels[i] = sequence.below(design.classes());
        }
        int[] order = new int[steps * design.batch()];
        float[] rates = new float[steps];
        for (int i = 0; i < order.length; i++) {
            order[i] = (7 * i + 3) % samples;
        }
        for (int i = 0; i < steps; i++) {
            rates[i] = rate / (1 + i);
        }
        return new NetworkData(pixels, labels, order, rates, new float[][] {
            sequence.floats(design.inputs() * design.hidden(), 0.5f),
            sequence.floats(design.hidden(), 0.25f),
            sequence.floats(design.hidden() * design.classes(), 0.5f),
            sequence.floats(design.classes(), 0.25f)
        });
    }

    byte[] pixels() {
        return pixels;
    }

    int[] labels() {
        return labels;
    }

    int[] order() {
        return order;
    }

    float[] rates() {
        return rates;
    }

    /** Returns first weights, first bias, second weights or second bias. */
    float[] parameters(int part) {
        return parameters[part];
    }

    /** The pseudo-random numbers of the golden losses: {@code x = (1103515245 x + 12345) mod 2^31}, from 1 on. */
    private static final class GoldenSequence {
        private long x = 1;

        int below(int bound) {
            return (int) ((next() >> 16) % bound);
        }

        float[] floats(int size, float bound) {
            float[] values = new float[size];
            for (int i = 0; i < size; i++) {
                values[i] = (float) ((2.0 * next() / 0x1p31 - 1) * bound);
            }
            return values;
        }

        private long next() {
            x = (1103515245 * x + 12345) & 0x7FFFFFFF;
            return x;
        }
    }
}
