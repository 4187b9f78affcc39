package dev.atelier.runner.checkpoint;

import dev.atelier.engine.training.TrainingState;
import java.util.List;

/**
 * What a checkpoint file holds.
 *
 * @param run what the run was started as
 * @param state where it stands
 */
public record Checkpoint(Run run, TrainingState state) {
    /**
     * A run as it can be started again.
     *
     * @param options of the command line, such as {@code --batch-size=128}; all that the result depends on is among them
     * @param dataName what the results call the data
     * @param data the {@linkplain dev.atelier.engine.data.DataFingerprint fingerprint} of training and test data
     * @param device what the run computed on: name and driver
     * @param version of the program
     */
    public record Run(List<String> options, String dataName, String data, String device, String version) {
        /** Copies the list. */
        public Run {
            options = List.copyOf(options);
        }
    }
}
