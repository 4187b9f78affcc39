package dev.atelier.bench.peers;

import dev.atelier.bench.peers.job.Optimizer;
import java.util.List;
import java.util.stream.Stream;

/**
 * The results that are set side by side.
 *
 * @param optimizer what changed the weights
 * @param batch samples of a step
 * @param results one a peer, this project first
 */
record PeersGroup(Optimizer optimizer, int batch, List<PeerResult> results) {
    /** Makes a group with a result, still empty, for each peer. */
    static PeersGroup of(Optimizer optimizer, int batch, List<Peer> peers) {
        return new PeersGroup(
                optimizer, batch, peers.stream().map(PeerResult::new).toList());
    }

    /** Returns this project's result. */
    PeerResult atelier() {
        return results.get(0);
    }

    /** Returns the reasons why figures do not count. */
    Stream<PeerFailure> failures() {
        return results.stream()
                .flatMap(result -> result.failure() == null ? Stream.empty() : Stream.of(result.failure()));
    }
}
