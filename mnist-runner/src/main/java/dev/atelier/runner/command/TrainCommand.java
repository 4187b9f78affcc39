package dev.atelier.runner.command;

import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.BackendException;
import dev.atelier.engine.backend.BackendOptions;
import dev.atelier.engine.backend.BackendUnavailableException;
import dev.atelier.engine.backend.Backends;
import dev.atelier.engine.data.Dataset;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.engine.training.StopReason;
import dev.atelier.engine.training.Trainer;
import dev.atelier.engine.training.TrainingListener;
import dev.atelier.engine.training.TrainingResult;
import dev.atelier.engine.training.TrainingSettings;
import dev.atelier.runner.CommandFailure;
import dev.atelier.runner.ExitCode;
import dev.atelier.runner.Surroundings;
import dev.atelier.runner.console.EpochLines;
import dev.atelier.runner.console.Lines;
import dev.atelier.runner.console.ProgressBar;
import dev.atelier.runner.data.ImageData;
import dev.atelier.runner.model.ModelFile;
import dev.atelier.runner.report.RunRecord;
import dev.atelier.runner.tensorboard.TensorBoardLog;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains a network and reports how it did. */
@Command(
        name = "train",
        description = "Trains a network and prints how it does. Without options: 784-1000-10 with ReLU on MNIST, on the"
                + " best device there is.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class TrainCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--recipe",
            paramLabel = "fast|accurate",
            description =
                    "Settings that go together: fast is three epochs, accurate the best a 784-1000-10 network gets."
                            + " Flags that are given win.")
    private @Nullable Recipe recipe;

    @Mixin
    private final TrainingOptions training = new TrainingOptions();

    @Mixin
    private final CheckpointOptions checkpoints = new CheckpointOptions();

    @Mixin
    private final FallbackOption fallback = new FallbackOption();

    @Mixin
    private final PersistentOption persistent = new PersistentOption();

    @Mixin
    private final DataOptions data = new DataOptions();

    @Mixin
    private final TableOptions tables = new TableOptions();

    @Mixin
    private final DeviceOptions device = new DeviceOptions();

    @Mixin
    private final PrecisionOption precision = new PrecisionOption();

    @Option(
            names = "--save-model",
            paramLabel = "FILE",
            description = "Writes the network as safetensors, named as PyTorch's nn.Sequential names it.")
    private @Nullable Path modelFile;

    @Option(
            names = "--report",
            paramLabel = "FILE.html",
            description =
                    "Writes a page that shows how the network learned, what it learned and where it fails; see report.")
    private @Nullable Path reportFile;

    /** The backend that the run is on, or that was asked for until one is open. */
    private String computing = Backends.AUTO;

    /** Why the run went on on another backend, null where it did not. */
    private @Nullable String fallbackReason;

    @Mixin
    private final LogOptions log = new LogOptions();

    @Mixin
    private final OutputOptions output = new OutputOptions();

    TrainCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        output.check();
        if (modelFile != null) {
            output.checkWritable("--save-model", modelFile);
        }
        if (reportFile != null) {
            output.checkWritable("--report", reportFile);
        }
        fallback.check(checkpoints);
        try (RunSession session = openSession()) {
            return train(session);
        } catch (CommandFailure | BackendUnavailableException e) {
            String other = fallback.after(e, computing);
            if (other == null) {
                throw e;
            }
            fallbackReason = e.getMessage();
            return goOn(other, String.valueOf(e.getMessage()));
        }
    }

    /** Goes on on another backend, from the last checkpoint or, where there is none yet, from the beginning. */
    private int goOn(String other, String reason) {
        surroundings.err().println("warning: " + reason.strip().replaceAll("\\R", " ") + "; going on on " + other);
        try (RunSession session = openSession()) {
            device.replace(other);
            precision.reset();
            persistent.turnOff();
            return train(session);
        }
    }

    private RunSession openSession() {
        CommandSpec own = Objects.requireNonNull(spec);
        return RunSession.open(
                checkpoints,
                own,
                () -> AtelierCommand.styled(surroundings, new CommandLine(new TrainCommand(surroundings))),
                surroundings.err()::println);
    }

    private int train(RunSession session) {
        persistent.check(device.backend());
        Path table = data.table();
        TrainingTable rows = checked(
                () -> table == null ? null : tables.load(table, training.seed(), training.stopping()::validationSize));
        TrainingSettings.Builder settings = checked(() -> settings(rows));
        BackendOptions options = precision.applied(device.options(surroundings, data.cacheFolder()));
        computing = device.backend();
        PrintStream text = output.text(surroundings);
        if (rows == null) {
            data.startLoading(surroundings);
        }
        try (Backend backend = device.open(options, line -> {
            if (!output.quiet()) {
                text.println(line);
            }
        })) {
            computing = backend.device().backend();
            return train(session, backend, settings, rows != null ? rows : images(), text);
        } catch (BackendUnavailableException e) {
            throw e;
        } catch (BackendException e) {
            throw session.deviceFailed(e);
        }
    }

    private TrainingOptions.Usual usual() {
        return data.table() == null ? TrainingOptions.Usual.IMAGES : TrainingOptions.Usual.TABLE;
    }

    private TrainingData images() {
        ImageData images = data.loaded();
        return new TrainingImages(
                images,
                checked(() -> training.stopping().validationSize(images.train().count())));
    }

    private TrainingSettings.Builder settings(@Nullable TrainingTable rows) {
        if (rows == null) {
            tables.checkUnused();
        } else if (reportFile != null) {
            throw new IllegalArgumentException("--report shows networks that see images, not the rows of a table");
        }
        return training.settings(usual(), rows != null && rows.isRegression());
    }

    /** Returns what the recipe sets; nothing where a checkpoint set it. */
    private String recipeInWords() {
        CommandSpec own = spec;
        return own != null && own.defaultValueProvider() instanceof RecipeDefaults defaults
                ? ": " + defaults.inWords()
                : "";
    }

    private int train(
            RunSession session,
            Backend backend,
            TrainingSettings.Builder builder,
            TrainingData samples,
            PrintStream text) {
        TrainingSettings settings = checked(() -> persistent
                .apply(builder)
                .augmentation(samples.augmentation(training.augmentation()))
                .build());
        Dataset all = samples.training();
        NetworkSpec shape = checked(() -> training.network().spec(all.columns(), all.classes(), usual().hidden()));
        persistent.check(shape);
        int trained = all.size() - samples.heldOut();
        Dataset kept = samples.heldOut() == 0 ? all : all.range(0, trained);
        Dataset validation = samples.heldOut() == 0 ? null : all.range(trained, all.size());
        TrainReport report = new TrainReport(
                backend,
                samples,
                shape,
                settings,
                new TrainReport.Flags(
                        training.optimizer(),
                        training.schedule(),
                        training.regularization(),
                        training.augmentation(),
                        training.learningRate(usual(), samples.isRegression())));
        if (!output.quiet()) {
            if (recipe != null) {
                text.println(Lines.wrap("recipe   " + recipe.label() + recipeInWords()));
            }
            report.printHeader(text);
            persistent.print(text);
        }
        session.begin(backend, settled(settings, shape), samples.name(), all, samples.test());
        try (Trainer trainer = new Trainer(backend, shape, settings, kept, validation, samples.test());
                TensorBoardLog events = log.open(surroundings, settings.schedule(), trainer::weights)) {
            surroundings.interruption().whenSignalled(trainer::requestStop);
            FirstStepClock clock = new FirstStepClock(LogOptions.both(listener(text), events));
            TrainingResult result = session.run(trainer, settings.epochs(), clock, text, output.quiet());
            ModelFile.Model model =
                    samples.model(trainer.weights(), settings.loss()).trained(report.record(result));
            if (modelFile != null) {
                save(modelFile, model);
            }
            report.measure(model);
            report.printSummary(text, result, modelFile, output.quiet());
            session.printSummary(text, result, output.quiet());
            byte[] json = OutputOptions.json(generator -> {
                if (recipe != null) {
                    generator.writeStringProperty("recipe", recipe.label());
                }
                report.writeJson(generator, result, clock.secondsToFirstStep());
                persistent.writeJson(generator);
                session.writeJson(generator);
                if (fallbackReason != null) {
                    generator.writeStringProperty("fallback_reason", fallbackReason);
                }
            });
            writePage(backend, model, result.history().isEmpty() ? null : json, text);
            output.writeJson(surroundings, json);
            session.finish();
            return session.paused() ? ExitCode.DONE.code() : exitCode(result).code();
        }
    }

    /** Returns the values of the options whose default depends on the data, as a checkpoint keeps them. */
    private static Map<String, String> settled(TrainingSettings settings, NetworkSpec shape) {
        String hidden = shape.widths().stream()
                .skip(1)
                .limit(shape.layers().size() - 1L)
                .map(Object::toString)
                .collect(Collectors.joining(","));
        return Map.of(
                "--epochs", Integer.toString(settings.epochs()),
                "--batch-size", Integer.toString(settings.batchSize()),
                "--hidden", hidden.isEmpty() ? "none" : hidden,
                "--loss", settings.loss().label());
    }

    private TrainingListener listener(PrintStream text) {
        if (output.quiet()) {
            return TrainingListener.silent();
        }
        return output.isTerminal(surroundings)
                ? new ProgressBar(text, surroundings.environment())
                : new EpochLines(text, training.epochs(usual()));
    }

    private void save(Path file, ModelFile.Model model) {
        ModelFile.write(
                file,
                model,
                // Sorted, so that the same settings give the same bytes.
                new TreeMap<>(Map.of(
                        "atelier_version",
                        Version.number(),
                        "optimizer",
                        training.optimizer().label())));
    }

    /** Writes the page that shows the network; {@code run} is what is known about its training. */
    private void writePage(Backend backend, ModelFile.Model model, byte @Nullable [] run, PrintStream text) {
        if (reportFile != null) {
            new ReportFiles(reportFile, null, output.progress(text))
                    .write(backend, model, data.loaded(), run == null ? null : RunRecord.parse(run));
        }
    }

    private ExitCode exitCode(TrainingResult result) {
        if (result.stoppedBy() == StopReason.INTERRUPT) {
            return ExitCode.INTERRUPTED;
        }
        boolean reached = training.stopping().targetAccuracy() == 0
                || (result.test() != null
                        && result.test().accuracy() >= training.stopping().targetAccuracy());
        return reached ? ExitCode.DONE : ExitCode.TARGET_MISSED;
    }

    /** Turns what is wrong with an option's value into a usage error. */
    private <T> T checked(Callable<T> check) {
        try {
            return check.call();
        } catch (IllegalArgumentException e) {
            CommandSpec own = spec;
            if (own == null) {
                throw e;
            }
            throw new ParameterException(own.commandLine(), String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
