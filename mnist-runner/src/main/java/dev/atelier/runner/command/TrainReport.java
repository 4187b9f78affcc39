package dev.atelier.runner.command;

import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.engine.training.EpochResult;
import dev.atelier.engine.training.Evaluation;
import dev.atelier.engine.training.StopReason;
import dev.atelier.engine.training.TrainingResult;
import dev.atelier.engine.training.TrainingSettings;
import dev.atelier.runner.console.Lines;
import dev.atelier.runner.data.SyntheticDigits;
import dev.atelier.runner.model.ModelFile;
import dev.atelier.runner.table.RegressionErrors;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** Says what is trained, and afterwards what came of it: in words, and as JSON. */
final class TrainReport {
    private final Backend backend;
    private final TrainingData samples;
    private final NetworkSpec network;
    private final TrainingSettings settings;
    private final Flags flags;
    private @Nullable RegressionErrors errors;

    /**
     * What was asked for.
     *
     * @param learningRate the one given or the usual one
     */
    record Flags(
            OptimizerOptions optimizer,
            ScheduleOptions schedule,
            RegularizationOptions regularization,
            AugmentationOptions augmentation,
            double learningRate) {}

    TrainReport(Backend backend, TrainingData samples, NetworkSpec network, TrainingSettings settings, Flags flags) {
        this.backend = backend;
        this.samples = samples;
        this.network = network;
        this.settings = settings;
        this.flags = flags;
    }

    /** Formats the same everywhere. */
    static String format(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }

    /** Returns the hidden layers' activation, as it was asked for. */
    private String activation() {
        return network.layers().get(0).activation().label();
    }

    void printHeader(PrintStream text) {
        text.println(Lines.wrap(format("data     %s: %s", samples.name(), samples.description())));
        text.println(Lines.wrap(format(
                "network  %s, %s, %s, %,d parameters",
                network, activation(), settings.loss().label(), network.parameters())));
        text.println(Lines.wrap(format("device   %s: %s", backend.device().id(), backend.description())));
        text.println("products " + backend.precision().label());
        if (!backend.tuning().isEmpty()) {
            text.println(Lines.wrap("tuning   " + backend.tuning()));
        }
        text.println(Lines.wrap(format(
                "training %d epochs, batch %d, %s, learning rate %s %s, seed %d",
                settings.epochs(),
                settings.batchSize(),
                flags.optimizer.label(),
                shortest(flags.learningRate),
                flags.schedule.label(),
                settings.seed())));
        if (flags.augmentation.any()) {
            text.println(Lines.wrap("augment  " + flags.augmentation.inWords(settings.augmentation())));
        }
        if (!flags.regularization.label().isEmpty()) {
            text.println(Lines.wrap("with     " + flags.regularization.label()));
        }
        text.flush();
    }

    /** Returns a number with no more digits than it needs. */
    static String shortest(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e6 ? format("%d", (long) value) : Double.toString(value);
    }

    /** Measures the trained network where the loss alone would say little to people: on targets that are numbers. */
    void measure(ModelFile.Model model) {
        if (samples.isRegression()) {
            try (ModelRun run = new ModelRun(backend, model)) {
                errors = run.errors(samples.test());
            }
        }
    }

    /** Returns errors in words: root mean squared error, mean absolute error, R squared. */
    static String describe(RegressionErrors errors) {
        return format(
                "RMSE %.6g, MAE %.6g, R^2 %.4f",
                errors.rootMeanSquare(), errors.meanAbsolute(), errors.determination());
    }

    /** Writes errors on a split, or nothing where it was not measured. */
    static void writeErrors(JsonGenerator json, String split, @Nullable RegressionErrors errors) {
        if (errors != null) {
            OutputOptions.number(json, split + "_rmse", errors.rootMeanSquare());
            OutputOptions.number(json, split + "_mae", errors.meanAbsolute());
            OutputOptions.number(json, split + "_r2", errors.determination());
        }
    }

    void printSummary(PrintStream text, TrainingResult result, @Nullable Path modelFile, boolean quiet) {
        Evaluation test = result.test();
        if (errors != null) {
            text.println("result   " + describe(errors)
                    + format(" on %,d test rows", samples.test().size()));
        } else if (test != null) {
            boolean synthetic = samples.name().equals(SyntheticDigits.NAME);
            text.println(format(
                    "result   %.2f %% of %,d %s right%s, test loss %.4f",
                    100 * test.accuracy(),
                    test.samples(),
                    synthetic ? "synthetic digits" : "test " + samples.noun(),
                    synthetic ? " (not MNIST)" : "",
                    test.loss()));
        }
        if (!quiet) {
            text.println(format(
                    "time     %.2f s of training, %,.0f samples/s; %s",
                    result.trainSeconds(), result.samplesPerSecond(), inWords(result.stoppedBy())));
            if (modelFile != null) {
                text.println(Lines.wrap("model    saved to " + modelFile));
            }
        }
        text.flush();
    }

    private static String inWords(StopReason reason) {
        return switch (reason) {
            case EPOCHS -> "all epochs done";
            case PATIENCE -> "stopped: the error on held-out images no longer falls";
            case WEIGHT_CHANGE -> "stopped: the weights hardly change";
            case GRAD_NORM -> "stopped: the gradient is close to zero";
            case TARGET -> "stopped: the target accuracy is reached";
            case TIME -> "stopped: the time is over";
            case INTERRUPT -> "stopped: interrupted";
        };
    }

    void writeJson(JsonGenerator json, TrainingResult result, double secondsToFirstStep) {
        json.writeStringProperty("dataset", samples.name());
        if (!backend.tuning().isEmpty()) {
            json.writeStringProperty("tuning", backend.tuning());
        }
        writeSettings(json);
        json.writeNumberProperty("steps", result.steps());
        OutputOptions.number(json, "first_step_seconds", secondsToFirstStep);
        OutputOptions.number(json, "train_seconds", result.trainSeconds());
        OutputOptions.number(json, "samples_per_second", result.samplesPerSecond());
        writeEvaluation(json, "test", result.test());
        writeErrors(json, "test", errors);
        json.writeStringProperty("stopped_by", result.stoppedBy().label());
        json.writeArrayPropertyStart("first_losses");
        result.firstLosses().forEach(loss -> json.writeNumber((float) loss));
        json.writeEndArray();
        writeHistory(json, result, true);
        json.writeStringProperty("version", Version.number());
        json.writeStringProperty("java", System.getProperty("java.version"));
    }

    /**
     * Returns how the network was trained, as JSON for its file: settings and history. Times and places are not in it, so that the same
     * run gives the same bytes; empty if no epoch was finished.
     */
    String record(TrainingResult result) {
        if (result.history().isEmpty()) {
            return "";
        }
        byte[] record = OutputOptions.json(json -> {
            writeSettings(json);
            json.writeStringProperty("stopped_by", result.stoppedBy().label());
            writeHistory(json, result, false);
            json.writeStringProperty("version", Version.number());
        });
        return new String(record, StandardCharsets.UTF_8).strip();
    }

    private void writeSettings(JsonGenerator json) {
        json.writeStringProperty("backend", backend.device().backend());
        json.writeStringProperty("device", backend.device().name());
        json.writeStringProperty("driver", backend.device().driver());
        json.writeStringProperty("precision", backend.precision().label());
        json.writeNumberProperty("train_samples", samples.training().size() - samples.heldOut());
        json.writeNumberProperty("validation_samples", samples.heldOut());
        json.writeArrayPropertyStart("layers");
        network.widths().forEach(json::writeNumber);
        json.writeEndArray();
        json.writeNumberProperty("parameters", network.parameters());
        json.writeStringProperty("activation", activation());
        json.writeStringProperty("loss", settings.loss().label());
        json.writeStringProperty("optimizer", flags.optimizer.label());
        OutputOptions.number(json, "learning_rate", flags.learningRate);
        json.writeStringProperty("schedule", flags.schedule.label());
        OutputOptions.number(json, "warmup", flags.schedule.warmup());
        OutputOptions.number(json, "momentum", flags.optimizer.momentum());
        flags.optimizer.constants().forEach((name, value) -> OutputOptions.number(json, name, value));
        OutputOptions.number(json, "weight_decay", flags.optimizer.weightDecay());
        flags.regularization.writeJson(json);
        json.writeNumberProperty("epochs", settings.epochs());
        json.writeNumberProperty("batch_size", settings.batchSize());
        json.writeNumberProperty("seed", settings.seed());
        json.writeStringProperty("augment", flags.augmentation.label());
        AugmentationOptions.constants(settings.augmentation())
                .forEach((name, value) -> OutputOptions.number(json, name, value));
    }

    private static void writeHistory(JsonGenerator json, TrainingResult result, boolean times) {
        json.writeArrayPropertyStart("history");
        result.history().forEach(epoch -> writeEpoch(json, epoch, times));
        json.writeEndArray();
    }

    private static void writeEpoch(JsonGenerator json, EpochResult epoch, boolean times) {
        json.writeStartObject();
        json.writeNumberProperty("epoch", epoch.epoch());
        OutputOptions.number(json, "train_loss", epoch.trainLoss());
        writeEvaluation(json, "test", epoch.test());
        writeEvaluation(json, "validation", epoch.validation());
        if (times) {
            OutputOptions.number(json, "seconds", epoch.seconds());
        }
        json.writeEndObject();
    }

    /** Writes accuracy and loss on a split, or nothing where it was not evaluated. */
    static void writeEvaluation(JsonGenerator json, String split, @Nullable Evaluation evaluation) {
        if (evaluation != null) {
            if (evaluation.hasAccuracy()) {
                OutputOptions.number(json, split + "_accuracy", evaluation.accuracy());
            }
            OutputOptions.number(json, split + "_loss", evaluation.loss());
        }
    }
}
