package example.plain;

import static example.plain.PlainOps.of;

import dev.atelier.engine.augmentation.DistortionDraw;
import dev.atelier.engine.backend.*;
import java.util.stream.IntStream;

/** Distorts one image after the other, by places in units of 2^-16 pixels. */
final class ImageLoop {
    private static final int ONE = 1 << 11;

    private final DistortionDraw draw = new DistortionDraw();

    /** Writes image {@code sample} of the data, distorted, to row {@code row} of {@code out}. */
    void distort(Distortion how, Tensor data, int sample, Tensor out, int row) {
        draw.draw(how, integers(how.key()), integers(how.turns()), sample);
        int modes = how.rowModeCount() * how.columnModeCount();
        float[] z = new float[2 * modes];
        draw.coefficients(z, z.length);
        for (int i = 0; i < out.columns(); i++) {
            int y = i / how.width();
            int x = i % how.width();
            int right = draw.xOrigin() + x * draw.xByX() + y * draw.xByY() + bend(how, z, 0, y, x);
            int down = draw.yOrigin() + x * draw.yByX() + y * draw.yByY() + bend(how, z, modes, y, x);
            of(out).set(row * out.columns() + i, mixed(how, of(data), sample, (down + 16) >> 5, (right + 16) >> 5));
        }
    }

    private static int[] integers(Tensor x) { return IntStream.range(0, x.size()).map(of(x)::integer).toArray(); }

    /** Returns the elastic displacement of a pixel along one axis, rounded to 2^-12 pixels. */
    private static int bend(Distortion how, float[] z, int first, int y, int x) {
        double sum = 0;
        for (int m = 0; m < z.length / 2; m++) {
            double rowMode = of(how.rowModes()).get(m / how.columnModeCount() * how.height() + y);
            sum += z[first + m] * rowMode * of(how.columnModes()).get(m % how.columnModeCount() * how.width() + x);
        }
        return (int) Math.rint(sum * 0x1p12) << 4;
    }

    /** Interpolates between the four pixels round a place, which is in units of 2^-11 pixels. */
    private static int mixed(Distortion how, PlainTensor data, int image, int down, int right) {
        int sum = ONE * ONE / 2;
        for (int i = 0; i < 4; i++) {
            int y = Math.floorDiv(down, ONE) + i / 2;
            int x = Math.floorDiv(right, ONE) + i % 2;
            if (y >= 0 && y < how.height() && x >= 0 && x < how.width()) {
                int weight = (ONE - Math.abs(down - y * ONE)) * (ONE - Math.abs(right - x * ONE));
                sum += weight * data.integer((image * how.height() + y) * how.width() + x);
            }
        }
        return sum / (ONE * ONE);
    }
}
