package dev.atelier.bench.peers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

/** The environment variables without which a library runs at a fraction of its speed, so that a comparison would be unfair. */
public final class PeerEnvironment {
    /** glibc then keeps the memory of a step's temporaries instead of mapping it anew in every step. */
    private static final Map<String, String> ALLOCATOR = Map.of(
            "MALLOC_MMAP_THRESHOLD_", "1073741824",
            "MALLOC_TRIM_THRESHOLD_", "4294967296",
            "MALLOC_TOP_PAD_", "67108864");

    private PeerEnvironment() {}

    /** Changes the environment that a process inherits into the one that suits the library. */
    public static void apply(Map<String, String> environment, Peer peer, int threads) {
        // Either one, exported by whoever set the machine up, halves OpenBLAS or worse; left alone it finds its own
        // core.
        environment.remove("OPENBLAS_CORETYPE");
        environment.remove("OPENBLAS_L2_SIZE");
        // OpenBLAS would heed it before OMP_NUM_THREADS.
        environment.remove("OPENBLAS_NUM_THREADS");
        environment.put("OMP_NUM_THREADS", Integer.toString(threads));
        environment.remove("OMP_WAIT_POLICY");
        environment.putAll(ALLOCATOR);
        if (peer == Peer.LIBTORCH || peer == Peer.DEEPLEARNING4J) {
            // Each has two thread pools; when both spin, they are 20 to 30 times slower.
            environment.put("OMP_WAIT_POLICY", "PASSIVE");
        }
        if (peer == Peer.DEEPLEARNING4J && hasAvx512()) {
            // Its OpenBLAS of 2021 does not know newer processors and would fall back to a narrower core.
            environment.put("OPENBLAS_CORETYPE", "SKYLAKEX");
        }
        if (peer == Peer.TENSORFLOW) {
            environment.put("TF_CPP_MIN_LOG_LEVEL", "2");
        }
    }

    private static boolean hasAvx512() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"), StandardCharsets.UTF_8)) {
            return lines.anyMatch(line -> line.startsWith("flags") && line.contains(" avx512vl"));
        } catch (IOException e) {
            return false;
        }
    }
}
