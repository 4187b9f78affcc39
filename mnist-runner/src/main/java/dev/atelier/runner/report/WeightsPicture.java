package dev.atelier.runner.report;

import dev.atelier.engine.network.LayerWeights;
import dev.atelier.engine.network.NetworkWeights;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The first layer's weights as a sheet of small images, one a neuron: what each neuron detects. Orange pixels speak for the
 * neuron, blue ones against it, white ones do not matter; each neuron has its own scale.
 */
public final class WeightsPicture {
    private static final int GAP = 2;

    /** Ends of the scale: the blue and the orange that colour-blind readers tell apart (Okabe and Ito 2008). */
    private static final int NEGATIVE = 0x0072B2;

    private static final int POSITIVE = 0xD55E00;

    /** Shades of each end; few enough that the file stays small, more than an eye tells apart at this size. */
    private static final int SHADES = 32;

    private WeightsPicture() {}

    /**
     * Draws the neurons that matter most, in the order of {@link #byImportance}.
     *
     * @param network whose first layer has {@code height * width} inputs
     * @param height rows of an input image
     * @param width columns of an input image
     * @param columns neurons side by side, at least 1
     * @param rows neurons one above the other, at least 1; a smaller layer fills fewer
     * @throws IllegalArgumentException if the images do not have as many pixels as the network has inputs
     */
    public static BufferedImage draw(NetworkWeights network, int height, int width, int columns, int rows) {
        LayerWeights first = network.layers().get(0);
        if (first.inputs() != height * width) {
            throw new IllegalArgumentException(
                    "network " + network.spec() + " does not see images of " + height + " x " + width + " pixels");
        }
        int shown = Math.min(columns * rows, first.outputs());
        int usedRows = (shown + columns - 1) / columns;
        BufferedImage sheet = new BufferedImage(
                columns * (width + GAP) + GAP,
                usedRows * (height + GAP) + GAP,
                BufferedImage.TYPE_BYTE_INDEXED,
                colours());
        for (int y = 0; y < sheet.getHeight(); y++) {
            for (int x = 0; x < sheet.getWidth(); x++) {
                sheet.getRaster().setSample(x, y, 0, SHADES);
            }
        }
        List<Integer> neurons = byImportance(network);
        for (int i = 0; i < shown; i++) {
            int left = GAP + i % columns * (width + GAP);
            int top = GAP + i / columns * (height + GAP);
            drawNeuron(sheet, left, top, first, neurons.get(i), width);
        }
        return sheet;
    }

    /**
     * Draws one neuron's weights, in its own scale.
     *
     * @param layer with {@code height * width} inputs
     * @param neuron one of its outputs
     */
    public static BufferedImage draw(LayerWeights layer, int neuron, int height, int width) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, colours());
        drawNeuron(picture, 0, 0, layer, neuron, width);
        return picture;
    }

    /**
     * Returns the first layer's neurons, the most important first: those with the largest product of the norms of the incoming
     * and the outgoing weights, since both scale what the neuron passes on.
     */
    static List<Integer> byImportance(NetworkWeights network) {
        LayerWeights first = network.layers().get(0);
        double[] importance = new double[first.outputs()];
        for (int j = 0; j < importance.length; j++) {
            double incoming = 0;
            for (int i = 0; i < first.inputs(); i++) {
                incoming += square(first.weights()[i * first.outputs() + j]);
            }
            double outgoing = 1;
            if (network.layers().size() > 1) {
                LayerWeights second = network.layers().get(1);
                outgoing = 0;
                for (int k = 0; k < second.outputs(); k++) {
                    outgoing += square(second.weights()[j * second.outputs() + k]);
                }
            }
            importance[j] = incoming * outgoing;
        }
        return IntStream.range(0, importance.length)
                .boxed()
                .sorted(Comparator.comparingDouble(j -> -importance[j]))
                .toList();
    }

    private static double square(double value) {
        return value * value;
    }

    private static void drawNeuron(BufferedImage sheet, int left, int top, LayerWeights layer, int neuron, int width) {
        float largest = Float.MIN_NORMAL;
        for (int i = 0; i < layer.inputs(); i++) {
            largest = Math.max(largest, Math.abs(layer.weights()[i * layer.outputs() + neuron]));
        }
        for (int i = 0; i < layer.inputs(); i++) {
            float share = layer.weights()[i * layer.outputs() + neuron] / largest;
            sheet.getRaster().setSample(left + i % width, top + i / width, 0, SHADES + Math.round(share * SHADES));
        }
    }

    /** Returns the colours of the shares -1 to 1 of the largest weight. */
    private static IndexColorModel colours() {
        int[] colours = new int[2 * SHADES + 1];
        for (int i = 0; i < colours.length; i++) {
            int end = i < SHADES ? NEGATIVE : POSITIVE;
            float strength = Math.abs(i - SHADES) / (float) SHADES;
            for (int shift = 16; shift >= 0; shift -= 8) {
                int channel = end >> shift & 0xFF;
                colours[i] |= Math.round(255 + (channel - 255) * strength) << shift;
            }
        }
        return new IndexColorModel(8, colours.length, colours, 0, false, -1, DataBuffer.TYPE_BYTE);
    }
}
