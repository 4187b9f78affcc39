package dev.atelier.runner.command;

import dev.atelier.engine.network.NetworkWeights;
import dev.atelier.engine.training.EpochResult;
import dev.atelier.engine.training.LearningRateSchedule;
import dev.atelier.engine.training.TrainingListener;
import dev.atelier.engine.training.TrainingProgress;
import dev.atelier.runner.CommandFailure;
import dev.atelier.runner.ExitCode;
import dev.atelier.runner.Surroundings;
import dev.atelier.runner.data.FileFault;
import dev.atelier.runner.tensorboard.TensorBoardLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that keeps a run's curves. */
final class LogOptions {
    @Option(
            names = "--log-dir",
            paramLabel = "DIR",
            description = "Writes an event file for TensorBoard to this folder: loss, accuracy, learning rate, and"
                    + " histograms of the weights.")
    private @Nullable Path folder;

    /**
     * Opens the log, if one is wanted.
     *
     * @param schedule of the run
     * @param weights returns the network as it is
     * @throws CommandFailure if it can't be created
     */
    @Nullable
    TensorBoardLog open(Surroundings surroundings, LearningRateSchedule schedule, Supplier<NetworkWeights> weights) {
        Path target = folder;
        if (target == null) {
            return null;
        }
        try {
            return new TensorBoardLog(
                    target, surroundings.environment(), schedule, weights, surroundings.err()::println);
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitCode.FAILURE, "--log-dir: " + target + ": can't be written: " + FileFault.reason(e), e);
        }
    }

    /** Returns a listener that tells both; the second may be missing. */
    static TrainingListener both(TrainingListener first, @Nullable TrainingListener second) {
        if (second == null) {
            return first;
        }
        return new TrainingListener() {
            @Override
            public void onProgress(TrainingProgress progress) {
                first.onProgress(progress);
                second.onProgress(progress);
            }

            @Override
            public void onEpoch(EpochResult epoch) {
                first.onEpoch(epoch);
                second.onEpoch(epoch);
            }
        };
    }
}
