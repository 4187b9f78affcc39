package dev.atelier.bench.peers;

import dev.atelier.bench.Environment;
import dev.atelier.bench.peers.job.Optimizer;
import dev.atelier.runner.CommandFailure;
import dev.atelier.runner.ExitCode;
import dev.atelier.runner.data.DataSource;
import dev.atelier.runner.data.Mnist;
import dev.atelier.runner.data.MnistDownload;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
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
    private static final String STANDARD_OUTPUT = "-";

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

    @Option(
            names = "--json",
            paramLabel = "FILE|-",
            description = "Writes the result as a JSON object; - is standard output, and all else then goes to standard"
                    + " error.")
    private @Nullable String json;

    private final PrintStream out;
    private final PrintStream err;

    /**
     * Makes the command.
     *
     * @param out takes the result
     * @param err is told what is being done
     */
    public PeersCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Runs the comparison; the exit code is 0 if every peer did its job. */
    @Override
    public Integer call() {
        PeersSettings settings = settings();
        checkJson();
        Path project = ProjectFolder.find();
        checkData(settings.data());
        Path logs = project.resolve("bench").resolve("target").resolve("peers");
        PeerBuild build = new PeerBuild(project, PeerBuild.maven(project), logs.resolve("build.log"), err::println);
        build.build(settings.peers());
        Map<Peer, String> classPaths = new EnumMap<>(Peer.class);
        settings.peers().forEach(peer -> classPaths.put(peer, build.classPath(peer)));
        PeerProcess process = new PeerProcess(logs, Duration.ofSeconds(timeLimit));
        List<PeersGroup> groups = new PeersComparison(settings, process, classPaths, err::println).run();
        print(groups, settings);
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

    /** Checks that the JSON file can be written, before anything slow is done. */
    private void checkJson() {
        if (json == null || json.equals(STANDARD_OUTPUT)) {
            return;
        }
        try {
            Path file = Path.of(json).toAbsolutePath();
            Path folder = file.getParent();
            if (Files.isDirectory(file) || folder == null || !Files.isWritable(Files.exists(file) ? file : folder)) {
                throw usage("--json " + json + " can't be written");
            }
        } catch (InvalidPathException e) {
            throw usage("--json " + json + " is not a file name");
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
        MnistDownload download = new MnistDownload(Mnist.MIRRORS, MnistDownload.USUAL_TIME_OUTS, err::println);
        new DataSource(System.getenv(), DataSource.cacheFolder(null, System.getenv()), download, err::println)
                .load(choice);
    }

    private void print(List<PeersGroup> groups, PeersSettings settings) {
        Environment environment = Environment.here();
        boolean jsonOnly = STANDARD_OUTPUT.equals(json);
        (jsonOnly ? err : out).print(PeersText.of(groups, environment.oneLine(), settings));
        if (json == null) {
            return;
        }
        String object = PeersJson.of(groups, environment, settings);
        if (jsonOnly) {
            out.println(object);
            return;
        }
        try {
            Files.writeString(Path.of(json), object + "\n", StandardCharsets.UTF_8);
        } catch (IOException | InvalidPathException e) {
            throw new CommandFailure(ExitCode.FAILURE, "--json " + json + " can't be written: " + e.getMessage(), e);
        }
    }

    private static ExitCode exitCode(List<PeersGroup> groups) {
        boolean wrong = groups.stream().flatMap(PeersGroup::failures).anyMatch(PeerFailure::wrongResult);
        boolean failed = groups.stream().flatMap(PeersGroup::failures).findAny().isPresent();
        return wrong ? ExitCode.MISMATCH : failed ? ExitCode.FAILURE : ExitCode.DONE;
    }
}
