package dev.atelier.bench.products;

import dev.atelier.bench.Product;
import dev.atelier.bench.compare.Environment;
import dev.atelier.bench.peers.Peer;
import dev.atelier.bench.peers.PeerBuild;
import dev.atelier.bench.peers.PeerEnvironment;
import dev.atelier.bench.peers.PeerJvm;
import dev.atelier.bench.peers.ProjectFolder;
import dev.atelier.runner.ExitCode;
import dev.atelier.runner.Surroundings;
import dev.atelier.runner.command.OutputOptions;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Sets the CPU backend's matrix products beside OpenBLAS's. */
@Command(
        name = "products",
        description =
                "Measures fp32 matrix products of the cpu backend and of OpenBLAS in turn, shape by shape, and prints the"
                        + " ratios. OpenBLAS is fetched from Maven Central the first time.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class ProductsCommand implements Callable<Integer> {
    private static final String OPENBLAS_MAIN = "dev.atelier.peers.openblas.OpenBlasMultiplier";
    private static final int AVX2_BITS = 256;

    private final Surroundings surroundings;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--batch-sizes",
            split = ",",
            paramLabel = "N",
            defaultValue = "32,64,128,256,1024",
            description = "Samples of a step, whose five products are measured. Default: 32,64,128,256,1024.")
    private List<Integer> batchSizes = List.of();

    @Option(
            names = "--squares",
            split = ",",
            paramLabel = "N",
            defaultValue = "512,1024,2048",
            description = "Sides of square products. Default: 512,1024,2048.")
    private List<Integer> squares = List.of();

    @Option(
            names = "--shapes",
            split = ",",
            paramLabel = "MxNxK[:nn|nt|tn|tt]",
            description =
                    "Measures these instead: rows x columns x depth, and how the factors are stored; t is transposed.")
    private List<String> shapes = List.of();

    @Option(
            names = "--threads",
            split = ",",
            paramLabel = "N",
            description = "Numbers of threads, measured one after the other. Default: 1 and all processors.")
    private List<Integer> threads = List.of();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "7",
            description = "How often each product is timed. Default: 7.")
    private int rounds;

    @Option(
            names = "--vector-bits",
            paramLabel = "256",
            defaultValue = "0",
            description = "256 holds both sides to AVX2. Default: the processor's widest vectors.")
    private int vectorBits;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    /** Makes the command. */
    public ProductsCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        output.check();
        List<ProductShape> wanted = shapes();
        List<Integer> counts = threads();
        Path project = ProjectFolder.find();
        Path logs = project.resolve("bench").resolve("target").resolve("peers");
        PeerBuild build = new PeerBuild(
                project, PeerBuild.maven(project), logs.resolve("build.log"), surroundings.err()::println);
        build.build(List.of(Peer.OPENBLAS));
        ProductsComparison comparison = new ProductsComparison(wanted, rounds, logs, this::progress);
        List<ProductsSection> sections = new ArrayList<>();
        for (int count : counts) {
            sections.add(comparison.run(
                    count,
                    process(Peer.ATELIER, build.classPath(Peer.ATELIER), count),
                    process(Peer.OPENBLAS, build.classPath(Peer.OPENBLAS), count)));
        }
        Environment environment = Environment.here();
        PrintStream text = output.text(surroundings);
        text.print(ProductsText.of(sections, environment, rounds));
        output.writeJson(surroundings, json -> ProductsJson.write(json, sections, environment, rounds, vectorBits));
        return ExitCode.DONE.code();
    }

    private ProcessBuilder process(Peer peer, String classPath, int count) {
        List<String> command = PeerJvm.command(peer, classPath);
        if (peer == Peer.ATELIER && vectorBits == AVX2_BITS) {
            command.add(1, "-XX:UseAVX=2");
        }
        command.add(peer == Peer.ATELIER ? AtelierMultiplier.class.getName() : OPENBLAS_MAIN);
        command.add(Integer.toString(count));
        ProcessBuilder builder = new ProcessBuilder(command);
        PeerEnvironment.apply(builder.environment(), peer, count);
        if (peer == Peer.OPENBLAS) {
            PeerEnvironment.letIdleThreadsSleep(builder.environment());
            builder.environment().put("OPENBLAS_VERBOSE", "2");
            if (vectorBits == AVX2_BITS) {
                builder.environment().put("OPENBLAS_CORETYPE", "Haswell");
            }
        }
        return builder;
    }

    private List<ProductShape> shapes() {
        try {
            if (!shapes.isEmpty()) {
                return shapes.stream().map(ProductShape::parse).toList();
            }
            List<ProductShape> all = new ArrayList<>();
            for (int batch : batchSizes) {
                for (Product product : Product.values()) {
                    if (product != Product.SQUARE) {
                        all.add(shape(product, batch));
                    }
                }
            }
            squares.forEach(side -> all.add(shape(Product.SQUARE, side)));
            return all;
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    private static ProductShape shape(Product product, int size) {
        return new ProductShape(
                product.rows(size),
                product.columns(size),
                product.inner(size),
                product.transposeA(),
                product.transposeB());
    }

    private List<Integer> threads() {
        if (rounds < 1) {
            throw usage("--rounds must be at least 1, but is " + rounds);
        }
        if (vectorBits != 0 && vectorBits != AVX2_BITS) {
            throw usage("--vector-bits can only be " + AVX2_BITS + ", but is " + vectorBits);
        }
        int processors = Runtime.getRuntime().availableProcessors();
        List<Integer> counts = !threads.isEmpty() ? threads : processors == 1 ? List.of(1) : List.of(1, processors);
        counts.stream().filter(count -> count < 1).findFirst().ifPresent(count -> {
            throw usage("--threads must be at least 1, but is " + count);
        });
        return counts;
    }

    private void progress(String what) {
        if (!output.quiet()) {
            surroundings.err().println("measuring " + what);
        }
    }

    private RuntimeException usage(String message) {
        CommandSpec own = spec;
        return own == null ? new IllegalArgumentException(message) : new ParameterException(own.commandLine(), message);
    }
}
