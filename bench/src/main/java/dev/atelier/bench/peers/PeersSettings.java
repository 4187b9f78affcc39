package dev.atelier.bench.peers;

import dev.atelier.bench.peers.job.Optimizer;
import java.util.List;

/**
 * What is compared.
 *
 * @param data what every process loads: {@code mnist} or a folder
 * @param peers who takes part, this project first
 * @param batchSizes samples of a step
 * @param optimizers what changes the weights
 * @param rounds how often each process is run
 * @param epochs of each process, at least 2, since the first one does not count
 * @param threads of each process
 */
record PeersSettings(
        String data,
        List<Peer> peers,
        List<Integer> batchSizes,
        List<Optimizer> optimizers,
        int rounds,
        int epochs,
        int threads) {
    PeersSettings {
        peers = List.copyOf(peers);
        batchSizes = List.copyOf(batchSizes);
        optimizers = List.copyOf(optimizers);
        if (rounds < 1 || epochs < 2 || threads < 1 || batchSizes.stream().anyMatch(batch -> batch < 1)) {
            throw new IllegalArgumentException(
                    "rounds, threads and batch sizes must be at least 1 and epochs at least 2, since the first epoch"
                            + " does not count");
        }
    }
}
