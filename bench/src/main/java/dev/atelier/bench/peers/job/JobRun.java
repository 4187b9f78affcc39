package dev.atelier.bench.peers.job;

import dev.atelier.engine.random.CounterRandom;
import dev.atelier.engine.random.Purpose;
import dev.atelier.runner.data.DataException;
import dev.atelier.runner.data.DataSource;
import dev.atelier.runner.data.ImageData;
import java.util.Objects;
import java.util.stream.IntStream;

/** Runs a job from the command line: the body of every entry's {@code main}. */
public final class JobRun {
    private static final long SEED = 1;

    private JobRun() {}

    /**
     * Loads the data, trains epoch by epoch, and prints an {@link EpochLine} after each.
     *
     * @param peer the library's name
     * @param entry the class of the {@code main}; its jar says the library's version
     * @param arguments as {@link Job#arguments} gives them
     * @param factory sets the library up
     */
    public static void run(String peer, Class<?> entry, String[] arguments, LearnerFactory factory) {
        String version = Objects.requireNonNullElse(entry.getPackage().getImplementationVersion(), "development");
        Job job;
        ImageData data;
        try {
            job = Job.parse(arguments);
            data = load(job.data());
        } catch (IllegalArgumentException | DataException e) {
            System.err.println("error: " + e.getMessage());
            System.exit(2);
            return;
        }
        int[] order = IntStream.range(0, data.train().count()).toArray();
        try (Learner learner = factory.start(job, data)) {
            for (int epoch = 1; epoch <= job.epochs(); epoch++) {
                new CounterRandom(SEED, Purpose.SHUFFLE, epoch).shuffle(order);
                long started = System.nanoTime();
                double loss = learner.trainEpoch(order);
                double seconds = (System.nanoTime() - started) * 1e-9;
                EpochLine line = new EpochLine(
                        peer,
                        version,
                        job.batchSize(),
                        job.optimizer().label(),
                        epoch,
                        seconds,
                        order.length / seconds,
                        loss,
                        learner.testAccuracy());
                System.out.println(line.toJson());
            }
        }
        // Some libraries leave threads behind that would keep the process alive.
        System.out.flush();
        System.exit(0);
    }

    /**
     * Loads the data set of a job; nothing is downloaded here.
     *
     * @throws DataException if it is not there or faulty
     */
    private static ImageData load(String choice) {
        return new DataSource(System.getenv(), DataSource.cacheFolder(null, System.getenv()), null, System.err::println)
                .load(choice);
    }
}
