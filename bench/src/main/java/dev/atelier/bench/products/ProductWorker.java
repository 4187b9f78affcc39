package dev.atelier.bench.products;

import dev.atelier.engine.random.CounterRandom;
import dev.atelier.engine.random.Purpose;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The measuring process: does what it is told line by line, and nothing meanwhile, so that two of them can take turns. It
 * begins with {@code hello THREADS DESCRIPTION}; {@code prepare SHAPE} is answered with {@code ready} once the product is
 * verified and warm, {@code time} with {@code seconds S} of one product, {@code peak} with
 * {@code peak F} in operations per second, and anything that fails with {@code error MESSAGE}.
 */
public final class ProductWorker {
    /** A float sum is off by at most this, times its length, times the sum of its terms' magnitudes (Higham 2002, 4.2). */
    private static final double ROUNDING = 0x1p-24;

    private static final int CHECKED_ELEMENTS = 300;

    /** Java's compilers have seen a kernel often enough after this long. */
    private static final double WARM_UP_SECONDS = 0.4;

    /** Long enough that reading the clock and waking threads do not matter. */
    private static final double REGION_SECONDS = 0.05;

    private final Multiplier multiplier;
    private int times = 1;

    private ProductWorker(Multiplier multiplier) {
        this.multiplier = multiplier;
    }

    /** Serves standard input until it ends: the body of every entry's {@code main}. */
    public static void serve(Multiplier multiplier) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        ProductWorker worker = new ProductWorker(multiplier);
        try (multiplier) {
            out.println("hello " + multiplier.threads() + " " + multiplier.description());
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                out.println(worker.answer(line));
            }
        } catch (IOException e) {
            System.err.println("error: standard input can't be read: " + e.getMessage());
        }
        // Native thread pools would keep the process alive.
        System.exit(0);
    }

    private String answer(String line) {
        try {
            if (line.equals("time")) {
                return "seconds " + region() / times;
            }
            if (line.equals("peak")) {
                return "peak " + multiplier.peakOperationsPerSecond();
            }
            prepare(ProductShape.parse(line.substring("prepare ".length())));
            return "ready";
        } catch (IllegalArgumentException | IllegalStateException e) {
            return "error " + e.getMessage();
        }
    }

    private void prepare(ProductShape shape) {
        float[] a = random(1, shape.m() * shape.k());
        float[] b = random(2, shape.k() * shape.n());
        multiplier.prepare(shape, a, b);
        multiplier.run(1);
        verify(shape, a, b, multiplier.result());
        double total = 0;
        double fastest = Double.POSITIVE_INFINITY;
        times = 1;
        while (total < WARM_UP_SECONDS) {
            double seconds = region();
            total += seconds;
            fastest = Math.min(fastest, seconds / times);
            times = (int) Math.max(1, Math.ceil(REGION_SECONDS / fastest));
        }
        verify(shape, a, b, multiplier.result());
    }

    private double region() {
        long started = System.nanoTime();
        multiplier.run(times);
        return (System.nanoTime() - started) * 1e-9;
    }

    private static float[] random(int number, int length) {
        float[] values = new float[length];
        new CounterRandom(1, Purpose.SYNTHETIC_DATA, number).fillUniform(values, 1);
        return values;
    }

    /** Compares elements all over the result, its last one among them, with sums in double precision. */
    private static void verify(ProductShape shape, float[] a, float[] b, float[] result) {
        CounterRandom random = new CounterRandom(1, Purpose.SYNTHETIC_DATA, 3);
        for (int check = 0; check < CHECKED_ELEMENTS; check++) {
            int row = check == 0 ? shape.m() - 1 : random.nextInt(shape.m());
            int column = check == 0 ? shape.n() - 1 : random.nextInt(shape.n());
            double sum = 0;
            double magnitude = 0;
            for (int p = 0; p < shape.k(); p++) {
                double term = (double) a[shape.transposeA() ? p * shape.m() + row : row * shape.k() + p]
                        * b[shape.transposeB() ? column * shape.k() + p : p * shape.n() + column];
                sum += term;
                magnitude += Math.abs(term);
            }
            float found = result[row * shape.n() + column];
            if (!(Math.abs(found - sum) <= ROUNDING * shape.k() * magnitude)) {
                throw new IllegalStateException(String.format(
                        Locale.ROOT, "%s is wrong at [%d][%d]: %s instead of %s", shape, row, column, found, sum));
            }
        }
    }
}
