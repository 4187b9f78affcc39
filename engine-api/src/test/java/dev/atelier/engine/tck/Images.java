package dev.atelier.engine.tck;

import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.Distortion;
import dev.atelier.engine.backend.RowSelection;
import dev.atelier.engine.backend.Tensor;
import java.util.Arrays;

/** Images of random pixels, some with a margin, what distorts them, and what that gives. */
final class Images {
    private static final int SAMPLES = 9;
    private static final int STEP = 1;

    /** Images without a margin; those of the ones that follow are of one pixel, two and so on. Small images consist of their margin. */
    private static final int WITHOUT_MARGIN = 6;

    private static final double UNIT = 0x1p16;

    private final Trial t;
    private final Strength strength;
    private final int[][] pixels = new int[SAMPLES][];
    private final int[] order;
    private final RowSelection rows;
    private final Distortion distortion;
    private final DistortionOracle oracle;
    private final Tensor out;

    /**
     * How strong a distortion is.
     *
     * @param degrees of rotation
     * @param shift in pixels
     */
    record Strength(
            int height,
            int width,
            double degrees,
            double scale,
            double shear,
            double shift,
            int rowModes,
            int columnModes) {}

    static Strength none(int height, int width) {
        return new Strength(height, width, 0, 0, 0, 0, 0, 0);
    }

    static Strength light(int height, int width) {
        return new Strength(height, width, 10, 0.1, 0.08, 1.5, 0, 0);
    }

    /** Images turn over, and parts leave the picture. */
    static Strength wild(int height, int width) {
        return new Strength(height, width, 180, 0.9, 2, 9, 0, 0);
    }

    static Strength elastic(int height, int width, int rowModes, int columnModes) {
        return new Strength(height, width, 15, 0.15, 0.1, 1, rowModes, columnModes);
    }

    /** Makes images and room for {@code batch} of them. */
    Images(Trial t, Strength strength, int batch) {
        this.t = t;
        this.strength = strength;
        int size = strength.height * strength.width;
        byte[] bytes = t.samples().pixels(SAMPLES * size);
        for (int i = 0; i < SAMPLES; i++) {
            clearMargin(bytes, i * size, Math.max(0, i - WITHOUT_MARGIN + 1));
            pixels[i] = new int[size];
            for (int j = 0; j < size; j++) {
                pixels[i][j] = bytes[i * size + j] & 0xFF;
            }
        }
        order = t.samples().integers(2 * batch, SAMPLES);
        rows = new RowSelection(
                t.bytes("data", SAMPLES, size, bytes),
                t.integers("order", 1, order.length, order),
                t.integers("step", 1, 1, STEP),
                batch);
        int[] turns = turns(strength.degrees);
        int[] key = {
            t.samples().below(Integer.MAX_VALUE),
            -1 - t.samples().below(1 << 20),
            1 + t.samples().below(300)
        };
        // Displacements of a few pixels: the coefficients' standard deviation is 148.
        double amplitude = 0.1 / Math.sqrt(strength.rowModes + 1.0) / Math.sqrt(strength.columnModes + 1.0);
        float[] rowModes = t.samples().floats(strength.rowModes * strength.height, amplitude);
        float[] columnModes = t.samples().floats(strength.columnModes * strength.width, 1);
        boolean elastic = strength.rowModes > 0;
        distortion = new Distortion(
                strength.height,
                strength.width,
                (int) (strength.scale * UNIT),
                (int) (strength.shear * UNIT),
                (int) (strength.shift * UNIT),
                t.integers("turns", 2, Distortion.TURNS, turns),
                elastic ? t.input("row modes", strength.rowModes, strength.height, rowModes) : null,
                elastic ? t.input("column modes", strength.columnModes, strength.width, columnModes) : null,
                t.integers("key", 1, Distortion.KEY_WORDS, key));
        oracle = new DistortionOracle(distortion, key, turns, rowModes, columnModes);
        out = t.plain("out", DType.U8, batch, size);
    }

    /** Makes the outermost pixels of an image zero, as they are in most pictures. */
    private void clearMargin(byte[] bytes, int image, int margin) {
        for (int y = 0; y < strength.height; y++) {
            for (int x = 0; x < strength.width; x++) {
                if (Math.min(Math.min(y, strength.height - 1 - y), Math.min(x, strength.width - 1 - x)) < margin) {
                    bytes[image + y * strength.width + x] = 0;
                }
            }
        }
    }

    private static int[] turns(double degrees) {
        int[] turns = new int[2 * Distortion.TURNS];
        for (int i = 0; i < Distortion.TURNS; i++) {
            double angle = Math.toRadians(degrees) * ((2 * i + 1.0) / Distortion.TURNS - 1);
            turns[i] = (int) Math.rint(Math.cos(angle) * UNIT);
            turns[Distortion.TURNS + i] = (int) Math.rint(Math.sin(angle) * UNIT);
        }
        return turns;
    }

    Tensor data() {
        return rows.data();
    }

    Tensor out() {
        return out;
    }

    /** Distorts the images that the order selects. */
    void run() {
        run(rows);
    }

    void run(RowSelection selection) {
        t.ops().distortRows(selection, distortion, out);
    }

    /** Returns the rows that the order selects. */
    int[] selected() {
        return Arrays.copyOfRange(order, STEP * out.rows(), (STEP + 1) * out.rows());
    }

    /** Returns the selected images as they are. */
    Expected originals() {
        int[] selected = selected();
        Expected expected = Expected.ofSize(out.size());
        for (int i = 0; i < out.size(); i++) {
            expected.set(i, pixels[selected[i / out.columns()]][i % out.columns()], 0);
        }
        return expected;
    }

    /** Returns these images distorted. */
    Expected expected(int[] samples) {
        double tolerance = DistortionOracle.tolerance(strength.height, strength.width);
        int size = strength.height * strength.width;
        Expected expected = Expected.ofSize(samples.length * size);
        for (int i = 0; i < samples.length; i++) {
            double[] image = oracle.image(pixels[samples[i]], samples[i]);
            for (int j = 0; j < size; j++) {
                expected.set(i * size + j, image[j], tolerance);
            }
        }
        return expected;
    }
}
