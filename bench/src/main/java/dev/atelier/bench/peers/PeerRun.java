package dev.atelier.bench.peers;

import dev.atelier.bench.peers.job.EpochLine;
import java.util.List;

/**
 * What one process did.
 *
 * @param epochs in their order
 * @param startToDone seconds from the start of the process to the report of its last epoch
 */
record PeerRun(List<EpochLine> epochs, double startToDone) {
    PeerRun {
        epochs = List.copyOf(epochs);
    }

    /** Returns the speeds of all epochs but the first, in which code is compiled and pools are filled. */
    double[] steadySpeeds() {
        return epochs.stream().skip(1).mapToDouble(EpochLine::samplesPerSecond).toArray();
    }

    /** Returns the accuracy after the last epoch. */
    double testAccuracy() {
        return last().testAccuracy();
    }

    /** Returns the version of the library. */
    String version() {
        return last().version();
    }

    private EpochLine last() {
        return epochs.get(epochs.size() - 1);
    }
}
