package dev.atelier.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How many processors other programs keep busy while something is measured. Threads that wait for each other and share a
 * processor with another program lose far more than its share, so figures taken beside a load may mean nothing.
 */
public final class OtherLoad {
    /** What a machine does at rest; more is worth a warning. */
    public static final double NOTEWORTHY = 0.1;

    private static final Path STATISTICS = Path.of("/proc/stat");

    /** The unit of the kernel's statistics, the same on all Linux platforms. */
    private static final double TICKS_PER_SECOND = 100;

    /** Fields of the kernel's line: name, user, nice, system, idle, waiting for input, interrupts, soft interrupts, stolen. */
    private static final int[] BUSY = {1, 2, 3, 6, 7, 8};

    private final long started = System.nanoTime();
    private final double others = othersSeconds();

    private OtherLoad() {}

    /** Starts to watch; processes that this one starts must be alive already, and be so until it is asked. */
    public static OtherLoad watch() {
        return new OtherLoad();
    }

    /** Returns the mean number of busy processors since the start, NaN if this system does not tell. */
    public double processors() {
        double seconds = (System.nanoTime() - started) * 1e-9;
        double processors = (othersSeconds() - others) / seconds;
        return Double.isNaN(processors) ? processors : Math.max(0, processors);
    }

    /** Returns a sentence that warns of a load, or nothing if there is none worth it. */
    public static String warning(double processors) {
        return processors > NOTEWORTHY
                ? String.format(
                        Locale.ROOT,
                        "warning: other programs kept %.1f processors busy meanwhile; these figures may mean nothing",
                        processors)
                : "";
    }

    private static double othersSeconds() {
        try (Stream<String> lines = Files.lines(STATISTICS, StandardCharsets.US_ASCII)) {
            String[] fields = lines.findFirst()
                    .orElseThrow(() -> new IOException("is empty"))
                    .split(" +", -1);
            double ticks = 0;
            for (int field : BUSY) {
                ticks += Double.parseDouble(fields[field]);
            }
            return ticks / TICKS_PER_SECOND - ownSeconds();
        } catch (IOException e) {
            return Double.NaN;
        }
    }

    private static double ownSeconds() {
        ProcessHandle self = ProcessHandle.current();
        return Stream.concat(Stream.of(self), self.descendants())
                .mapToDouble(process ->
                        process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() * 1e-9)
                .sum();
    }
}
