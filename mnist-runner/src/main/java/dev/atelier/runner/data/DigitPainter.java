package dev.atelier.runner.data;

/**
 * Paints one digit: chooses a way to write it, shakes its points, slants, turns, scales and warps it, draws the strokes with
 * a round pen, and centres the result by mass.
 *
 * <p>Only exact arithmetic, {@link Math#sqrt} and {@link StrictMath} are used, so that every machine paints the same pixels.
 */
final class DigitPainter {
    /** Rows and columns of the image. */
    static final int SIZE = 28;

    /** Room to draw in before the image is centred: the digit's box and the farthest that slant and warp can move it. */
    private static final int CANVAS = 48;

    /** MNIST's digits fit into 20 x 20 pixels. */
    private static final double BOX = 20;

    /** Width of a box that holds an upright digit, as a share of its height. */
    private static final double BOX_WIDTH = 0.7;

    // The spreads below were set by eye against MNIST's own spread, then widened until a linear model fell well behind.
    private static final double SHAKE = 0.04;
    private static final double MEAN_SLANT = 0.15;
    private static final double SLANT_SPREAD = 0.3;
    private static final double TURN_SPREAD = 0.18;
    private static final double[] WIDTH_RANGE = {0.55, 1.3};
    private static final double[] HEIGHT_RANGE = {0.65, 1.05};
    private static final double[] PEN_RANGE = {0.7, 1.9};
    private static final double[] WARP_RANGE = {0, 1.8};
    private static final double[] WARP_WAVELENGTH = {14, 34};

    private static final int POINTS_PER_CURVE = 10;

    private final RandomSequence random;
    private final float[] canvas = new float[CANVAS * CANVAS];

    private final double slant;
    private final double cosine;
    private final double sine;
    private final double width;
    private final double height;
    private final double pen;
    private final Wave[] waves;

    DigitPainter(RandomSequence random) {
        this.random = random;
        slant = MEAN_SLANT + SLANT_SPREAD * random.bell();
        double turn = TURN_SPREAD * random.bell();
        cosine = StrictMath.cos(turn);
        sine = StrictMath.sin(turn);
        width = BOX * BOX_WIDTH * random.between(WIDTH_RANGE[0], WIDTH_RANGE[1]);
        height = BOX * random.between(HEIGHT_RANGE[0], HEIGHT_RANGE[1]);
        pen = random.between(PEN_RANGE[0], PEN_RANGE[1]);
        waves = new Wave[] {Wave.draw(random), Wave.draw(random)};
    }

    /** Paints {@code digit} into {@code SIZE * SIZE} pixels from {@code offset} on. */
    void paint(int digit, byte[] pixels, int offset) {
        var ways = StrokeModels.waysToWrite(digit);
        StrokeModels.Path path = ways.get(random.below(ways.size()));
        double[] points = new double[path.points().size()];
        for (int i = 0; i < points.length; i++) {
            points[i] = path.points().get(i) + SHAKE * random.bell();
        }
        double[] from = new double[2];
        double[] to = new double[2];
        int at = 0;
        for (int c = 0; c < path.commands().length(); c++) {
            switch (path.commands().charAt(c)) {
                case 'M' -> {
                    at += 2;
                    place(points[at - 2], points[at - 1], from);
                }
                case 'L' -> {
                    at += 2;
                    drawCurve(points, at - 4, new int[] {0, 0, 2, 2}, from, to);
                }
                default -> {
                    at += 6;
                    drawCurve(points, at - 8, new int[] {0, 2, 4, 6}, from, to);
                }
            }
        }
        copyCentred(pixels, offset);
    }

    /** Draws a cubic Bézier curve whose four points stand at {@code start + step[k]}; {@code from} moves to its end. */
    private void drawCurve(double[] points, int start, int[] step, double[] from, double[] to) {
        for (int p = 1; p <= POINTS_PER_CURVE; p++) {
            double t = (double) p / POINTS_PER_CURVE;
            double s = 1 - t;
            double[] weights = {s * s * s, 3 * s * s * t, 3 * s * t * t, t * t * t};
            double x = 0;
            double y = 0;
            for (int k = 0; k < 4; k++) {
                x += weights[k] * points[start + step[k]];
                y += weights[k] * points[start + step[k] + 1];
            }
            place(x, y, to);
            drawLine(from[0], from[1], to[0], to[1]);
            from[0] = to[0];
            from[1] = to[1];
        }
    }

    /** Maps a point of the unit box to the canvas. */
    private void place(double unitX, double unitY, double[] target) {
        double x = (unitX - 0.5) * width;
        double y = (unitY - 0.5) * height;
        x -= slant * y;
        double turnedX = cosine * x - sine * y;
        double turnedY = sine * x + cosine * y;
        // Keeps the box of 20 x 20 as MNIST does, softly, so that strokes bend at its edge instead of being cut.
        double limit = BOX / 2 - 1;
        target[0] = CANVAS / 2.0 + soften(turnedX + waves[0].at(turnedY), limit);
        target[1] = CANVAS / 2.0 + soften(turnedY + waves[1].at(turnedX), limit);
    }

    private static double soften(double x, double limit) {
        double over = Math.abs(x) - limit;
        return over <= 0 ? x : Math.copySign(limit + over / (1 + over), x);
    }

    private void drawLine(double x0, double y0, double x1, double y1) {
        double reach = pen + 1;
        int left = clamp((int) Math.floor(Math.min(x0, x1) - reach));
        int right = clamp((int) Math.ceil(Math.max(x0, x1) + reach));
        int top = clamp((int) Math.floor(Math.min(y0, y1) - reach));
        int bottom = clamp((int) Math.ceil(Math.max(y0, y1) + reach));
        double dx = x1 - x0;
        double dy = y1 - y0;
        double inverse = 1 / Math.max(1e-9, dx * dx + dy * dy);
        for (int y = top; y <= bottom; y++) {
            for (int x = left; x <= right; x++) {
                double along = ((x - x0) * dx + (y - y0) * dy) * inverse;
                along = Math.max(0, Math.min(1, along));
                double distanceX = x - x0 - along * dx;
                double distanceY = y - y0 - along * dy;
                double distance = Math.sqrt(distanceX * distanceX + distanceY * distanceY);
                float ink = (float) Math.max(0, Math.min(1, pen + 0.5 - distance));
                int index = y * CANVAS + x;
                canvas[index] = Math.max(canvas[index], ink);
            }
        }
    }

    private static int clamp(int position) {
        return Math.max(0, Math.min(CANVAS - 1, position));
    }

    /** Copies the window whose middle is the centre of mass, to the nearest pixel. */
    private void copyCentred(byte[] pixels, int offset) {
        double mass = 0;
        double momentX = 0;
        double momentY = 0;
        for (int y = 0; y < CANVAS; y++) {
            for (int x = 0; x < CANVAS; x++) {
                float ink = canvas[y * CANVAS + x];
                mass += ink;
                momentX += ink * x;
                momentY += ink * y;
            }
        }
        int left = window(momentX / mass);
        int top = window(momentY / mass);
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                pixels[offset + y * SIZE + x] = (byte) Math.round(255 * canvas[(top + y) * CANVAS + left + x]);
            }
        }
    }

    private static int window(double centre) {
        int start = (int) Math.round(centre - (SIZE - 1) / 2.0);
        return Math.max(0, Math.min(CANVAS - SIZE, start));
    }

    /** A shift along one axis that varies along the other, as a hand's tremble does. */
    private record Wave(double amplitude, double frequency, double phase) {
        static Wave draw(RandomSequence random) {
            return new Wave(
                    random.between(WARP_RANGE[0], WARP_RANGE[1]),
                    2 * Math.PI / random.between(WARP_WAVELENGTH[0], WARP_WAVELENGTH[1]),
                    random.between(0, 2 * Math.PI));
        }

        double at(double position) {
            return amplitude * StrictMath.sin(frequency * position + phase);
        }
    }
}
