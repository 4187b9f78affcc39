package dev.atelier.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PeerEnvironmentTest {
    @Test
    void noPeerInheritsWhatSlowsOpenBlasDown() {
        for (Peer peer : Peer.values()) {
            Map<String, String> environment = new HashMap<>(Map.of(
                    "OPENBLAS_CORETYPE",
                    "Haswell",
                    "OPENBLAS_L2_SIZE",
                    "512",
                    "OPENBLAS_NUM_THREADS",
                    "1",
                    "OMP_NUM_THREADS",
                    "7",
                    "HOME",
                    "h"));
            PeerEnvironment.apply(environment, peer, 2);
            assertThat(environment.get("OPENBLAS_CORETYPE")).as(peer.label()).isNotEqualTo("Haswell");
            assertThat(environment)
                    .as(peer.label())
                    .doesNotContainKeys("OPENBLAS_L2_SIZE", "OPENBLAS_NUM_THREADS")
                    .containsEntry("OMP_NUM_THREADS", "2")
                    .containsEntry("MALLOC_TRIM_THRESHOLD_", "4294967296")
                    .containsEntry("HOME", "h");
        }
    }

    @Test
    void onlyThePeersWithTwoPoolsWaitPassively() {
        for (Peer peer : Peer.values()) {
            Map<String, String> environment = new HashMap<>(Map.of("OMP_WAIT_POLICY", "ACTIVE"));
            PeerEnvironment.apply(environment, peer, 2);
            boolean passive = peer == Peer.LIBTORCH || peer == Peer.DEEPLEARNING4J;
            assertThat(environment.get("OMP_WAIT_POLICY")).as(peer.label()).isEqualTo(passive ? "PASSIVE" : null);
        }
    }
}
