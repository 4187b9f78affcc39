package dev.atelier.bench.products;

import dev.atelier.bench.peers.Peer;
import dev.atelier.bench.peers.PeerBuild;
import dev.atelier.bench.peers.PeerCommand;
import dev.atelier.bench.peers.PeerEnvironment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Starts the two sides as processes of this Java. */
final class JavaSides implements ProductsContest.Sides {
    /** The longest step is to warm up the largest product that is allowed, some seconds each time, on a slow machine. */
    private static final Duration TIME_TO_ANSWER = Duration.ofMinutes(5);

    private final PeerBuild build;
    private final ProductsSettings settings;
    private final Path logs;

    /**
     * Prepares starting.
     *
     * @param build knows the class paths; the rival's module is built
     * @param logs the folder that takes what the processes print on standard error
     */
    JavaSides(PeerBuild build, ProductsSettings settings, Path logs) {
        this.build = build;
        this.settings = settings;
        this.logs = logs;
    }

    @Override
    public SideProcess atelier(int threads) {
        ProcessBuilder builder = builder(
                Peer.ATELIER,
                AtelierProducts.class.getName(),
                settings.width().flags(),
                List.of(Integer.toString(threads), settings.backend()));
        limitDevice(builder, threads);
        PeerEnvironment.apply(builder.environment(), Peer.ATELIER, threads);
        return start("Atelier", Peer.ATELIER, builder, threads);
    }

    @Override
    public SideProcess rival(int threads) {
        Rival rival = settings.rival();
        ProcessBuilder builder =
                builder(rival.peer(), rival.mainClass(), List.of(), List.of(Integer.toString(threads)));
        PeerEnvironment.apply(builder.environment(), rival.peer(), threads);
        if (rival == Rival.OPENBLAS) {
            // An idle thread spins for 2^20 cycles, not the usual 2^26, which would be taken from the other side.
            builder.environment().put("OPENBLAS_THREAD_TIMEOUT", "20");
            // It then prints the name of its core when it starts.
            builder.environment().put("OPENBLAS_VERBOSE", "2");
            settings.width().apply(builder.environment());
        } else {
            limitDevice(builder, threads);
        }
        return start(rival.title(), rival.peer(), builder, threads);
    }

    /** PoCL asks nothing else how many threads it may have. */
    private static void limitDevice(ProcessBuilder builder, int threads) {
        builder.environment().put("POCL_MAX_PTHREAD_COUNT", Integer.toString(threads));
    }

    private ProcessBuilder builder(Peer peer, String mainClass, List<String> flags, List<String> arguments) {
        return new ProcessBuilder(PeerCommand.of(peer, flags, build.classPath(peer), mainClass, arguments));
    }

    private SideProcess start(String name, Peer peer, ProcessBuilder builder, int threads) {
        Path log = logs.resolve(peer.label() + "-" + threads + ".log");
        return new SideProcess(name, builder, log, TIME_TO_ANSWER);
    }
}
