package dev.atelier.runner.command;

import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.BackendException;
import dev.atelier.engine.backend.Precision;
import dev.atelier.engine.data.DataFingerprint;
import dev.atelier.engine.data.Dataset;
import dev.atelier.engine.training.EpochResult;
import dev.atelier.engine.training.StopReason;
import dev.atelier.engine.training.Trainer;
import dev.atelier.engine.training.TrainingDivergedException;
import dev.atelier.engine.training.TrainingListener;
import dev.atelier.engine.training.TrainingProgress;
import dev.atelier.engine.training.TrainingResult;
import dev.atelier.runner.CommandFailure;
import dev.atelier.runner.ExitCode;
import dev.atelier.runner.checkpoint.Checkpoint;
import dev.atelier.runner.checkpoint.CheckpointFolder;
import dev.atelier.runner.checkpoint.CheckpointWriter;
import dev.atelier.runner.console.Lines;
import dev.atelier.runner.data.Background;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import tools.jackson.core.JsonGenerator;

/** A run from where it begins, the beginning or a checkpoint, to its last checkpoint. */
final class RunSession implements AutoCloseable {
    private static final String PRECISION = "--precision=";

    private final CheckpointOptions options;
    private final CommandSpec command;
    private final Consumer<String> warnings;
    private final CheckpointFolder.@Nullable Found resumed;
    private final @Nullable CheckpointFolder folder;
    private @Nullable CheckpointWriter writer;
    private boolean paused;

    private RunSession(
            CheckpointOptions options,
            CommandSpec command,
            Consumer<String> warnings,
            CheckpointFolder.@Nullable Found resumed,
            @Nullable CheckpointFolder folder) {
        this.options = options;
        this.command = command;
        this.warnings = warnings;
        this.resumed = resumed;
        this.folder = folder;
    }

    /**
     * Finds the checkpoint to go on from, sets the options of {@code command} to what it says, and opens the folder for those to come.
     *
     * @param fresh makes a command line like that of {@code command} that has parsed nothing yet
     * @param warnings takes what people should know
     */
    static RunSession open(
            CheckpointOptions options, CommandSpec command, Supplier<CommandLine> fresh, Consumer<String> warnings) {
        options.check();
        CheckpointFolder.Found resumed = options.find(warnings);
        if (resumed != null) {
            try {
                SavedOptions.apply(
                        command,
                        fresh.get(),
                        resumed.checkpoint().run().options(),
                        resumed.file().toString());
            } catch (IllegalArgumentException e) {
                throw new CommandFailure(ExitCode.DATA, resumed.file() + ": " + e.getMessage(), e);
            }
            options.check();
        }
        return new RunSession(options, command, warnings, resumed, options.open(resumed));
    }

    /**
     * Checks that a checkpoint goes with the data, and readies those to come; waits for nothing if there is none to go on from.
     *
     * @param settled values by option where the default depends on the data
     * @param dataName what results call the data
     * @param data what the run trains, validates and tests on
     */
    void begin(Backend backend, Map<String, String> settled, String dataName, Dataset... data) {
        if (folder == null && resumed == null) {
            return;
        }
        CompletableFuture<String> fingerprint = Background.start("atelier-fingerprint", () -> DataFingerprint.of(data));
        String device = backend.device().name() + ", " + backend.device().driver();
        if (resumed != null) {
            checkData(resumed, dataName, fingerprint.join());
            noteDifferences(resumed, device, backend.precision());
        }
        if (folder != null) {
            Map<String, String> known = new HashMap<>(settled);
            known.put("--backend", backend.device().backend());
            known.put("--device", backend.device().id());
            known.put("--precision", backend.precision().label());
            List<String> saved = SavedOptions.collect(
                    command,
                    resumed == null ? List.of() : resumed.checkpoint().run().options(),
                    known);
            writer = new CheckpointWriter(
                    folder,
                    options.every(),
                    options.keep(),
                    () -> new Checkpoint.Run(saved, dataName, fingerprint.join(), device, Version.number()),
                    resumed == null ? null : resumed.file(),
                    warnings);
        }
    }

    private static void checkData(CheckpointFolder.Found resumed, String name, String fingerprint) {
        Checkpoint.Run run = resumed.checkpoint().run();
        if (!run.data().equals(fingerprint)) {
            throw new CommandFailure(
                    ExitCode.DATA,
                    resumed.file() + ": is of a run on other data: on " + run.dataName() + " with SHA-256 "
                            + run.data().substring(0, 12) + "..., but " + name + " has "
                            + fingerprint.substring(0, 12) + "...");
        }
    }

    private void noteDifferences(CheckpointFolder.Found resumed, String device, Precision precision) {
        Checkpoint.Run run = resumed.checkpoint().run();
        String saved = run.options().stream()
                .filter(option -> option.startsWith(PRECISION))
                .map(option -> option.substring(PRECISION.length()))
                .findFirst()
                .orElse(Precision.FP32.label());
        if (!run.device().equals(device)) {
            warnings.accept("note: " + resumed.file() + " was computed on " + run.device() + ", and the run goes on on "
                    + device + "; its bits will not be those of one that was not interrupted");
        } else if (!saved.equals(precision.label())) {
            warnings.accept("note: " + resumed.file() + " was computed in " + saved + ", and the run goes on in "
                    + precision.label() + "; its bits will not be those of one that was not interrupted");
        } else if (!run.version().equals(Version.number())) {
            warnings.accept("note: " + resumed.file() + " was written by version " + run.version() + ", and this is "
                    + Version.number() + "; the bits may not be those of a run that was not interrupted");
        }
    }

    /**
     * Runs what is left.
     *
     * @throws CommandFailure if the loss is not finite; names the last good checkpoint
     */
    TrainingResult run(Trainer trainer, int epochs, TrainingListener listener, PrintStream text, boolean quiet) {
        if (resumed != null) {
            restore(resumed, trainer, epochs);
            if (!quiet) {
                text.println(Lines.wrap("resumed  " + resumed.file() + ", "
                        + resumed.checkpoint().state().log().steps() + " steps"));
                text.flush();
            }
        }
        try {
            return trainer.run(options.pauseAfter() > 0 ? pausing(trainer, epochs, listener) : listener, writer);
        } catch (TrainingDivergedException e) {
            throw new CommandFailure(ExitCode.DIVERGED, e.getMessage() + lastGood(), e);
        }
    }

    /** Returns what a device's failure ends the run with, which names the last good checkpoint; a run that is opened next goes on from there. */
    CommandFailure deviceFailed(BackendException fault) {
        if (writer != null) {
            options.goOnFrom(writer.lastGood());
        }
        return new CommandFailure(ExitCode.DEVICE, "the device failed: " + fault.getMessage() + lastGood(), fault);
    }

    private void restore(CheckpointFolder.Found found, Trainer trainer, int epochs) {
        int done = found.checkpoint().state().log().history().size();
        if (done > epochs) {
            throw new ParameterException(
                    command.commandLine(),
                    "--epochs " + epochs + ": " + found.file() + " has " + done + " epochs behind it already");
        }
        String planned = "--epochs=" + epochs;
        List<String> saved = found.checkpoint().run().options();
        if (saved.stream().anyMatch(option -> option.startsWith("--epochs=")) && !saved.contains(planned)) {
            warnings.accept(
                    "note: the run has another number of epochs than it was begun with; from here on the learning"
                            + " rate is that of a run of " + epochs);
        }
        try {
            trainer.restore(found.checkpoint().state());
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.DATA, found.file() + ": " + e.getMessage(), e);
        }
    }

    private TrainingListener pausing(Trainer trainer, int epochs, TrainingListener listener) {
        return new TrainingListener() {
            @Override
            public void onProgress(TrainingProgress progress) {
                listener.onProgress(progress);
            }

            @Override
            public void onEpoch(EpochResult epoch) {
                listener.onEpoch(epoch);
                if (epoch.epoch() == options.pauseAfter() && epoch.epoch() < epochs) {
                    paused = true;
                    trainer.requestStop();
                }
            }
        };
    }

    /** Whether the run ended because it was to be paused. */
    boolean paused() {
        return paused;
    }

    private String lastGood() {
        Path last = writer == null ? null : writer.lastGood();
        return writer == null
                ? ""
                : last == null ? "; there is no checkpoint yet" : "; the last good checkpoint is " + last;
    }

    /** Says where the last checkpoint is and how to go on from it. */
    void printSummary(PrintStream text, TrainingResult result, boolean quiet) {
        Path last = writer == null ? null : writer.lastGood();
        if (last == null || folder == null) {
            return;
        }
        if (!quiet) {
            text.println("saved    " + last);
            text.flush();
        }
        if (result.stoppedBy() == StopReason.INTERRUPT) {
            warnings.accept("to go on: atelier train --resume " + folder.path());
        }
    }

    void writeJson(JsonGenerator json) {
        if (resumed != null) {
            json.writeStringProperty("resumed_from", resumed.file().toString());
        }
        Path last = writer == null ? null : writer.lastGood();
        if (last != null) {
            json.writeStringProperty("checkpoint", last.toString());
        }
    }

    /**
     * Waits for the last checkpoint.
     *
     * @throws CommandFailure if it could not be written
     */
    void finish() {
        String failure = writer == null ? null : writer.failure();
        if (failure != null) {
            throw new CommandFailure(ExitCode.FAILURE, failure);
        }
    }

    /** Waits for the checkpoint that is being written. */
    @Override
    public void close() {
        try {
            if (writer != null) {
                writer.close();
            }
        } finally {
            if (folder != null) {
                folder.close();
            }
        }
    }
}
