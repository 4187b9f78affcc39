package dev.atelier.peers.openblas;

import dev.atelier.bench.peers.job.Batches;
import dev.atelier.bench.peers.job.Job;
import dev.atelier.bench.peers.job.JobRun;
import dev.atelier.bench.peers.job.Learner;
import dev.atelier.runner.data.ImageData;
import java.util.Random;

/**
 * The five matrix products of a step with nothing round them: no gather, no activation, no loss, no update. What is left is a
 * bound on the speed of any implementation that computes the dense products with this library.
 */
public final class OpenBlasPeer implements Learner {
    private static final long SEED = 1;

    /** How many elements of each product are checked against double precision. */
    private static final int CHECKED_ELEMENTS = 200;

    /** Single-precision sums of a thousand products of numbers near 1 stay well within this of the true sum. */
    private static final double TOLERANCE = 1e-3;

    private final int batch;
    private final Matrix images;
    private final Matrix weights1;
    private final Matrix hidden;
    private final Matrix weights2;
    private final Matrix logits;
    private final Matrix gradient1;
    private final Matrix gradient2;
    private final Matrix hiddenGradient;

    private OpenBlasPeer(Job job, ImageData data) {
        this.batch = Math.min(job.batchSize(), data.train().count());
        int inputs = data.train().features();
        float[] pixels = Batches.scaled(data.train().pixels());
        Random random = new Random(SEED);
        this.images = new Matrix(batch, inputs).fill(pixels);
        this.weights1 = new Matrix(inputs, Job.HIDDEN).fill(random);
        this.hidden = new Matrix(batch, Job.HIDDEN);
        this.weights2 = new Matrix(Job.HIDDEN, data.classes()).fill(random);
        this.logits = new Matrix(batch, data.classes());
        this.gradient1 = new Matrix(inputs, Job.HIDDEN);
        this.gradient2 = new Matrix(Job.HIDDEN, data.classes());
        this.hiddenGradient = new Matrix(batch, Job.HIDDEN);
        verify();
    }

    /** The entry point; the arguments are those of {@link Job#parse}. */
    public static void main(String[] arguments) {
        JobRun.run("openblas", OpenBlasPeer.class, arguments, OpenBlasPeer::new);
    }

    @Override
    public double trainEpoch(int[] order) {
        for (int start = 0; start < order.length; start += batch) {
            step(Math.min(batch, order.length - start));
        }
        return NOTHING_LEARNED;
    }

    /** The products that {@code rows} samples need: two forward, three backward. */
    private void step(int rows) {
        Matrix.multiply(images, false, weights1, false, hidden, rows, Job.HIDDEN, images.columns);
        Matrix.multiply(hidden, false, weights2, false, logits, rows, logits.columns, Job.HIDDEN);
        Matrix.multiply(hidden, true, logits, false, gradient2, Job.HIDDEN, logits.columns, rows);
        Matrix.multiply(logits, false, weights2, true, hiddenGradient, rows, Job.HIDDEN, logits.columns);
        Matrix.multiply(images, true, hiddenGradient, false, gradient1, images.columns, Job.HIDDEN, rows);
    }

    private void verify() {
        step(batch);
        verify("forward 1", images, false, weights1, false, hidden);
        verify("forward 2", hidden, false, weights2, false, logits);
        verify("gradient 2", hidden, true, logits, false, gradient2);
        verify("input gradient 2", logits, false, weights2, true, hiddenGradient);
        verify("gradient 1", images, true, hiddenGradient, false, gradient1);
    }

    private static void verify(String name, Matrix a, boolean transposeA, Matrix b, boolean transposeB, Matrix out) {
        Random random = new Random(SEED);
        int inner = transposeA ? a.rows : a.columns;
        for (int i = 0; i < CHECKED_ELEMENTS; i++) {
            int row = random.nextInt(out.rows);
            int column = random.nextInt(out.columns);
            double sum = 0;
            double magnitude = 0;
            for (int k = 0; k < inner; k++) {
                double product = (double) (transposeA ? a.get(k, row) : a.get(row, k))
                        * (transposeB ? b.get(column, k) : b.get(k, column));
                sum += product;
                magnitude += Math.abs(product);
            }
            if (!(Math.abs(out.get(row, column) - sum) <= TOLERANCE * magnitude)) {
                throw new IllegalStateException("OpenBLAS computed " + name + " wrongly: element [" + row + "]["
                        + column + "] is " + out.get(row, column) + " instead of " + sum);
            }
        }
    }

    @Override
    public double testAccuracy() {
        return NOTHING_LEARNED;
    }

    @Override
    public void close() {
        for (Matrix matrix :
                new Matrix[] {images, weights1, hidden, weights2, logits, gradient1, gradient2, hiddenGradient}) {
            matrix.close();
        }
    }
}
