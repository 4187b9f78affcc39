package dev.atelier.bench.products;

import dev.atelier.bench.Environment;
import dev.atelier.bench.peers.PeerBuild;
import dev.atelier.bench.peers.ProjectFolder;
import dev.atelier.runner.ExitCode;
import dev.atelier.runner.Surroundings;
import dev.atelier.runner.command.OutputOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Sets the matrix products of this project's backends beside those of another library, shape by shape. */
@Command(
        name = "products",
        description =
                "Measures fp32 matrix products on a backend and in OpenBLAS or CLBlast, in two processes that take"
                        + " turns, and prints the ratios. The library is fetched from Maven Central the first time. Naming products by"
                        + " --batch-sizes, --squares or --shapes leaves out those that are not named.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class ProductsCommand implements Callable<Integer> {
    private static final List<Integer> BATCH_SIZES = List.of(32, 64, 128, 256, 1024);
    private static final List<Integer> SQUARES = List.of(512, 1024, 2048);

    private final Surroundings surroundings;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--batch-sizes",
            split = ",",
            paramLabel = "N",
            description = "The five products of a training step of 784-1000-10 at these batch sizes. Default:"
                    + " 32,64,128,256,1024.")
    private List<Integer> batchSizes = List.of();

    @Option(
            names = "--squares",
            split = ",",
            paramLabel = "N",
            description = "Square products of these sides. Default: 512,1024,2048.")
    private List<Integer> squares = List.of();

    @Option(
            names = "--shapes",
            split = ",",
            paramLabel = "MxNxK[:LAYOUT]",
            description =
                    "Any products [M][K] x [K][N]. The layout has a letter for each operand: n as multiplied, t stored"
                            + " transposed; nn if left out. Example: 300x500x700:nt.")
    private List<String> shapes = List.of();

    @Option(
            names = "--threads",
            split = ",",
            paramLabel = "N",
            description = "Threads of both sides; a table for each number. Default: 1 and one a processor.")
    private List<Integer> threads = List.of();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "15",
            description = "How often each side is timed with each product, some 50 ms each time. Default: 15.")
    private int rounds;

    @Option(
            names = "--vector-bits",
            paramLabel = "256|512",
            defaultValue = "0",
            description = "Holds both sides to vectors of this width: 256 is AVX2. Default: what the machine has.")
    private int vectorBits;

    @Option(
            names = "--backend",
            paramLabel = "cpu|opencl",
            defaultValue = "cpu",
            description =
                    "The backend that is set beside the library; opencl takes an OpenCL device that is the processor,"
                            + " and its number of threads is set for PoCL only. Default: cpu.")
    private String backend = "cpu";

    @Option(
            names = "--against",
            paramLabel = "openblas|clblast",
            defaultValue = "openblas",
            description = "The library; clblast computes on an OpenCL device that is the processor, so it goes with"
                    + " --backend opencl. Default: openblas.")
    private String against = "openblas";

    @Mixin
    private final OutputOptions output = new OutputOptions();

    /** Makes the command. */
    public ProductsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /** Runs the comparison; the exit code is 0 if everything could be measured. */
    @Override
    public Integer call() {
        ProductsSettings settings = settings();
        output.check();
        Consumer<String> progress = output.quiet() ? line -> {} : surroundings.err()::println;
        Path project = ProjectFolder.find();
        Path logs = project.resolve("bench").resolve("target").resolve("products");
        PeerBuild build = new PeerBuild(project, PeerBuild.maven(project), logs.resolve("build.log"), progress);
        build.build(List.of(settings.rival().peer()));
        List<ProductsSection> sections =
                new ProductsContest(settings, new JavaSides(build, settings, logs), progress).run();
        Environment environment = Environment.here();
        output.text(surroundings).print(ProductsText.of(sections, environment, settings));
        output.writeJson(surroundings, json -> ProductsJson.write(json, sections, environment, settings));
        return ExitCode.DONE.code();
    }

    private ProductsSettings settings() {
        boolean named = !batchSizes.isEmpty() || !squares.isEmpty() || !shapes.isEmpty();
        try {
            return new ProductsSettings(
                    NamedShape.list(named ? batchSizes : BATCH_SIZES, named ? squares : SQUARES, shapes),
                    threads.isEmpty() ? usualThreads() : threads,
                    rounds,
                    VectorWidth.ofBits(vectorBits),
                    backend,
                    Rival.of(against));
        } catch (IllegalArgumentException e) {
            CommandSpec known = spec;
            if (known == null) {
                throw e;
            }
            throw new ParameterException(known.commandLine(), e.getMessage(), e);
        }
    }

    private static List<Integer> usualThreads() {
        return List.copyOf(new TreeSet<>(List.of(1, Runtime.getRuntime().availableProcessors())));
    }
}
