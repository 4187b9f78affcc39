package dev.atelier.bench.peers;

import dev.atelier.bench.peers.job.Job;
import dev.atelier.bench.peers.job.Optimizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Runs every job in every peer, in turn, round by round, so that what slows the machine down for a while hits all alike. */
final class PeersComparison {
    private final PeersSettings settings;
    private final PeerProcess process;
    private final Map<Peer, String> classPaths;
    private final Consumer<String> progress;
    private final Map<Peer, PeerFailure> excluded = new EnumMap<>(Peer.class);

    /**
     * Prepares the comparison.
     *
     * @param classPaths of all peers that take part
     * @param progress is told what is being done
     */
    PeersComparison(
            PeersSettings settings, PeerProcess process, Map<Peer, String> classPaths, Consumer<String> progress) {
        this.settings = settings;
        this.process = process;
        this.classPaths = classPaths;
        this.progress = progress;
    }

    /** Measures everything; a peer that fails is reported as failed and does not stop the others. */
    List<PeersGroup> run() {
        settings.peers().forEach(this::unpack);
        List<PeersGroup> groups = new ArrayList<>();
        for (Optimizer optimizer : settings.optimizers()) {
            for (int batch : settings.batchSizes()) {
                PeersGroup group = PeersGroup.of(optimizer, batch, settings.peers());
                groups.add(group);
                for (int round = 1; round <= settings.rounds(); round++) {
                    round(group, round);
                }
            }
        }
        return groups;
    }

    /** Runs a peer once without counting: the first run of all unpacks its native libraries and fills the file cache. */
    private void unpack(Peer peer) {
        progress.accept("first run of " + peer.title() + ", not counted");
        Optimizer optimizer = settings.optimizers().stream()
                .filter(peer::supports)
                .findFirst()
                .orElse(Optimizer.SGD);
        try {
            process.start(
                    peer,
                    classPath(peer),
                    new Job(settings.data(), settings.batchSizes().get(0), optimizer, 1, settings.threads()));
        } catch (PeerFailure e) {
            excluded.put(peer, e);
            progress.accept("  " + peer.title() + " " + e.reason());
        }
    }

    private void round(PeersGroup group, int round) {
        List<PeerResult> order = new ArrayList<>(group.results());
        if (round % 2 == 0) {
            // What follows whom should not matter; where it does, it then does so in both directions.
            Collections.reverse(order);
        }
        for (PeerResult result : order) {
            if (result.failure() == null && result.peer().supports(group.optimizer())) {
                progress.accept(String.format(
                        Locale.ROOT,
                        "%s, batch %d, round %d of %d: %s",
                        group.optimizer().label(),
                        group.batch(),
                        round,
                        settings.rounds(),
                        result.peer().title()));
                run(group, result);
            }
        }
    }

    private void run(PeersGroup group, PeerResult result) {
        Peer peer = result.peer();
        try {
            PeerFailure earlier = excluded.get(peer);
            if (earlier != null) {
                throw earlier;
            }
            PeerRun run = process.run(
                    peer,
                    classPath(peer),
                    new Job(settings.data(), group.batch(), group.optimizer(), settings.epochs(), settings.threads()));
            result.add(run);
        } catch (PeerFailure e) {
            result.fail(e);
            progress.accept("  " + peer.title() + " " + e.reason());
        }
    }

    private String classPath(Peer peer) {
        String path = classPaths.get(peer);
        if (path == null) {
            throw new IllegalStateException(peer + " has no class path");
        }
        return path;
    }
}
