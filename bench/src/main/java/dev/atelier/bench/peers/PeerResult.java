package dev.atelier.bench.peers;

import dev.atelier.bench.Sample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a peer did in all rounds at one batch size with one optimiser. One failure and none of its figures count. */
final class PeerResult {
    private final Peer peer;
    private final List<PeerRun> runs = new ArrayList<>();
    private @Nullable PeerFailure failure;

    PeerResult(Peer peer) {
        this.peer = peer;
    }

    void add(PeerRun run) {
        runs.add(run);
    }

    void fail(PeerFailure reason) {
        failure = reason;
    }

    /** Returns who it was. */
    Peer peer() {
        return peer;
    }

    /** Returns why its figures do not count, or null if they do. */
    @Nullable
    PeerFailure failure() {
        return failure;
    }

    /** Whether there are figures that count. */
    boolean counts() {
        return failure == null && !runs.isEmpty();
    }

    /** Returns the version of the library. */
    String version() {
        return runs.get(0).version();
    }

    /** Returns the speeds of the steady epochs of all rounds, in samples per second. */
    Sample speed() {
        return new Sample(runs.stream()
                .flatMapToDouble(run -> Arrays.stream(run.steadySpeeds()))
                .toArray());
    }

    /** Returns the seconds from the start of a process to the report of its last epoch, by round. */
    Sample startToDone() {
        return new Sample(runs.stream().mapToDouble(PeerRun::startToDone).toArray());
    }

    /** Returns the test accuracy after the last epoch, by round; of NaN if the peer does not learn. */
    Sample testAccuracy() {
        return new Sample(runs.stream().mapToDouble(PeerRun::testAccuracy).toArray());
    }

    /** Returns how many times as fast as another this one is, by round; empty unless the figures of both count. */
    Optional<Sample> speedOver(PeerResult other) {
        return counts() && other.counts() ? Optional.of(speedOfRounds().over(other.speedOfRounds())) : Optional.empty();
    }

    private Sample speedOfRounds() {
        return new Sample(runs.stream()
                .mapToDouble(run -> new Sample(run.steadySpeeds()).median())
                .toArray());
    }
}
