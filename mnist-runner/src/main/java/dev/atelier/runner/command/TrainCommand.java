package dev.atelier.runner.command;

import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.BackendOptions;
import dev.atelier.engine.data.Dataset;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.engine.network.NetworkWeights;
import dev.atelier.engine.training.StopReason;
import dev.atelier.engine.training.Trainer;
import dev.atelier.engine.training.TrainingListener;
import dev.atelier.engine.training.TrainingResult;
import dev.atelier.engine.training.TrainingSettings;
import dev.atelier.runner.ExitCode;
import dev.atelier.runner.Surroundings;
import dev.atelier.runner.console.EpochLines;
import dev.atelier.runner.console.ProgressBar;
import dev.atelier.runner.data.ImageData;
import dev.atelier.runner.model.ModelFile;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
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
    /** Brings pixels to [0, 1]. */
    private static final float PIXEL_SCALE = 1f / 255;

    private final Surroundings surroundings;

    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private final NetworkOptions network = new NetworkOptions();

    @Option(names = "--epochs", paramLabel = "N", defaultValue = "5", description = "Passes over the data. Default: 5.")
    private int epochs;

    @Option(
            names = "--batch-size",
            paramLabel = "N",
            defaultValue = "128",
            description = "Images a step. Default: 128.")
    private int batchSize;

    @Mixin
    private final OptimizerOptions optimizer = new OptimizerOptions();

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of weights and shuffles: the same seed gives the same network. Default: 1.")
    private long seed;

    @Mixin
    private final StoppingOptions stopping = new StoppingOptions();

    @Mixin
    private final CheckpointOptions checkpoints = new CheckpointOptions();

    @Mixin
    private final DataOptions data = new DataOptions();

    @Mixin
    private final DeviceOptions device = new DeviceOptions();

    @Option(
            names = "--save-model",
            paramLabel = "FILE",
            description = "Writes the network as safetensors, named as PyTorch's nn.Sequential names it.")
    private @Nullable Path modelFile;

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
        try (RunSession session = openSession()) {
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
        TrainingSettings settings = checked(this::settings);
        BackendOptions options = device.options(surroundings, data.cacheFolder());
        PrintStream text = output.text(surroundings);
        data.startLoading(surroundings);
        try (Backend backend = device.open(options, line -> {
            if (!output.quiet()) {
                text.println(line);
            }
        })) {
            return train(session, backend, settings, data.loaded(), text);
        }
    }

    private TrainingSettings settings() {
        if (epochs < 1 || batchSize < 1) {
            throw new IllegalArgumentException((epochs < 1 ? "--epochs" : "--batch-size")
                    + " must be at least 1, but is " + Math.min(epochs, batchSize));
        }
        return TrainingSettings.builder()
                .epochs(epochs)
                .batchSize(batchSize)
                .loss(network.loss())
                .rule(optimizer.rule())
                .schedule(optimizer.schedule(learningRate()))
                .initialization(network.initialization())
                .seed(seed)
                .stopping(stopping.rules())
                .build();
    }

    private double learningRate() {
        return optimizer.learningRate(network.loss(), network.hiddenActivation(), batchSize);
    }

    private int train(
            RunSession session, Backend backend, TrainingSettings settings, ImageData images, PrintStream text) {
        NetworkSpec shape = checked(() -> network.spec(images.train().features(), images.classes()));
        int heldOut = checked(() -> stopping.validationSize(images.train().count()));
        Dataset all = DataOptions.dataset(images.train(), images.classes(), PIXEL_SCALE);
        Dataset training = heldOut == 0 ? all : all.range(0, all.size() - heldOut);
        Dataset validation = heldOut == 0 ? null : all.range(all.size() - heldOut, all.size());
        Dataset test = DataOptions.dataset(images.test(), images.classes(), PIXEL_SCALE);
        TrainReport report =
                new TrainReport(backend, images, shape, settings, optimizer, learningRate(), training.size(), heldOut);
        if (!output.quiet()) {
            report.printHeader(text);
        }
        session.begin(backend, images.name(), all, test);
        try (Trainer trainer = new Trainer(backend, shape, settings, training, validation, test)) {
            surroundings.interruption().whenSignalled(trainer::requestStop);
            FirstStepClock clock = new FirstStepClock(listener(text));
            TrainingResult result = session.run(trainer, epochs, clock, text, output.quiet());
            if (modelFile != null) {
                save(modelFile, trainer.weights(), settings, images);
            }
            report.printSummary(text, result, modelFile, output.quiet());
            session.printSummary(text, result, output.quiet());
            output.writeJson(surroundings, generator -> {
                report.writeJson(generator, result, clock.secondsToFirstStep());
                session.writeJson(generator);
            });
            session.finish();
            return session.paused() ? ExitCode.DONE.code() : exitCode(result).code();
        }
    }

    private TrainingListener listener(PrintStream text) {
        if (output.quiet()) {
            return TrainingListener.silent();
        }
        return output.isTerminal(surroundings)
                ? new ProgressBar(text, surroundings.environment())
                : new EpochLines(text, epochs);
    }

    private void save(Path file, NetworkWeights weights, TrainingSettings settings, ImageData images) {
        ModelFile.write(
                file,
                new ModelFile.Model(
                        weights,
                        settings.loss(),
                        PIXEL_SCALE,
                        images.train().height(),
                        images.train().width()),
                // Sorted, so that the same settings give the same bytes.
                new TreeMap<>(Map.of("atelier_version", Version.number(), "optimizer", optimizer.label())));
    }

    private ExitCode exitCode(TrainingResult result) {
        if (result.stoppedBy() == StopReason.INTERRUPT) {
            return ExitCode.INTERRUPTED;
        }
        boolean reached = result.test() != null && result.test().accuracy() >= stopping.targetAccuracy();
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
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
