package dev.atelier.bench.peers;

import dev.atelier.bench.Environment;
import dev.atelier.bench.peers.job.Optimizer;
import dev.atelier.runner.CommandFailure;
import dev.atelier.runner.ExitCode;
import dev.atelier.runner.Surroundings;
import dev.atelier.runner.command.OutputOptions;
import dev.atelier.runner.data.DataSource;
import dev.atelier.runner.data.Mnist;
import dev.atelier.runner.data.MnistDownload;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains the same network in this project and in other libraries and says how many times as fast it is. */
@Command(
        name = "peers",
        description = "Trains the same network in this project and in other libraries, each in a process of its own,"
                + " in turn, and prints the ratios. The libraries are fetched from Maven Central the first time.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class PeersCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--peers",
            split = ",",
            paramLabel = "NAME",
            defaultValue = Peer.ALL,
            description =
                    "Whom to compare with: all, tensorflow, libtorch, djl, deeplearning4j, openblas. Default: all.")
    private List<String> peers = List.of(Peer.ALL);

    @Option(
            names = "--batch-sizes",
            split = ",",
            paramLabel = "N",
            defaultValue = "128",
            description = "Samples of a step. Default: 128.")
    private List<Integer> batchSizes = List.of();

    @Option(
            names = "--optimizers",
            split = ",",
            paramLabel = "sgd|adam",
            defaultValue = "sgd",
            description = "What changes the weights. Default: sgd.")
    private List<String> optimizers = List.of();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "How often each process is run. Default: 3.")
    private int rounds;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "4",
            description = "Epochs of each process; the first one does not count. Default: 4.")
    private int epochs;

    @Option(names = "--threads", paramLabel = "N", description = "Threads of each process. Default: all processors.")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--data",
            paramLabel = "mnist|DIR",
            defaultValue = DataSource.MNIST,
            description = "The images: mnist from $MNIST_DIR, the cache or a download; or a folder with four IDX files"
                    + " of MNIST's names. Default: mnist.")
    private String data = DataSource.MNIST;

    @Option(
            names = "--time-limit",
            paramLabel = "SECONDS",
            defaultValue = "900",
            description = "A process that takes longer has failed. Default: 900.")
    private int timeLimit;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    private final Surroundings surroundings;

    /** Makes the command. */
    public PeersCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Runs the comparison; the exit code is 0 if every peer did its job. */
    @Override
    public Integer call() {
        PeersSettings settings = settings();
        output.check();
        Path project = ProjectFolder.find();
        checkData(settings.data());
        Path logs = project.resolve("bench").resolve("target").resolve("peers");
        PeerBuild build = new PeerBuild(project, PeerBuild.maven(project), logs.resolve("build.log"), this::note);
        build.build(settings.peers());
        Map<Peer, String> classPaths = new EnumMap<>(Peer.class);
        settings.peers().forEach(peer -> classPaths.put(peer, build.classPath(peer)));
        PeerProcess process = new PeerProcess(logs, Duration.ofSeconds(timeLimit));
        List<PeersGroup> groups = new PeersComparison(settings, process, classPaths, this::note).run();
        Environment environment = Environment.here();
        output.text(surroundings).print(PeersText.of(groups, environment.oneLine(), settings));
        output.writeJson(surroundings, json -> PeersJson.write(json, groups, environment, settings));
        return exitCode(groups).code();
    }

    private PeersSettings settings() {
        if (timeLimit < 1) {
            throw usage("--time-limit must be at least 1, but is " + timeLimit);
        }
        try {
            return new PeersSettings(
                    data.equals(DataSource.MNIST)
                            ? data
                            : Path.of(data).toAbsolutePath().toString(),
                    Peer.parse(peers),
                    batchSizes,
                    optimizers.stream().map(Optimizer::parse).toList(),
                    rounds,
                    epochs,
                    threads);
        } catch (InvalidPathException e) {
            throw usage("--data " + data + " is not a folder");
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    private RuntimeException usage(String message) {
        CommandSpec known = spec;
        return known == null
                ? new CommandFailure(ExitCode.USAGE, message)
                : new ParameterException(known.commandLine(), message);
    }

    /** Loads the data once, so that they are sound and in the cache before any process needs them. */
    private void checkData(String choice) {
        MnistDownload download = new MnistDownload(Mnist.MIRRORS, MnistDownload.USUAL_TIME_OUTS, this::note);
        new DataSource(
                        surroundings.environment(),
                        DataSource.cacheFolder(null, surroundings.environment()),
                        download,
                        this::note)
                .load(choice);
    }

    private void note(String what) {
        if (!output.quiet()) {
            surroundings.err().println(what);
        }
    }

    private static ExitCode exitCode(List<PeersGroup> groups) {
        boolean wrong = groups.stream().flatMap(PeersGroup::failures).anyMatch(PeerFailure::wrongResult);
        boolean failed = groups.stream().flatMap(PeersGroup::failures).findAny().isPresent();
        return wrong ? ExitCode.MISMATCH : failed ? ExitCode.FAILURE : ExitCode.DONE;
    }
}
