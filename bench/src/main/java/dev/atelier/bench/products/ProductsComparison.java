package dev.atelier.bench.products;

import dev.atelier.bench.Sample;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Measures shape by shape, and each round's two times right after each other. */
final class ProductsComparison {
    /** What OpenBLAS calls the processor it has kernels for, where {@code OPENBLAS_VERBOSE} asks for it. */
    private static final String CORE = "Core: ";

    private final List<ProductShape> shapes;
    private final int rounds;
    private final Path logs;
    private final Consumer<String> progress;

    /**
     * Prepares measuring.
     *
     * @param logs the folder that takes what the processes print on standard error
     * @param progress is told what is being measured
     */
    ProductsComparison(List<ProductShape> shapes, int rounds, Path logs, Consumer<String> progress) {
        this.shapes = List.copyOf(shapes);
        this.rounds = rounds;
        this.logs = logs;
        this.progress = progress;
    }

    /** Measures on one number of threads; the processes end with this. */
    ProductsSection run(int threads, ProcessBuilder atelier, ProcessBuilder openBlas) {
        try (ProductProcess here = new ProductProcess("Atelier", atelier, logs.resolve("products-atelier.log"));
                ProductProcess there =
                        new ProductProcess("OpenBLAS", openBlas, logs.resolve("products-openblas.log"))) {
            double before = here.peak();
            List<ProductsSection.Timing> timings = new ArrayList<>();
            for (ProductShape shape : shapes) {
                progress.accept(threads + (threads == 1 ? " thread, " : " threads, ") + shape);
                timings.add(time(shape, here, there));
            }
            return new ProductsSection(
                    there.threads(),
                    here.description(),
                    there.description()
                            + there.logged(CORE).map(core -> ", core " + core).orElse(""),
                    new Sample(before, here.peak()),
                    timings);
        }
    }

    private ProductsSection.Timing time(ProductShape shape, ProductProcess here, ProductProcess there) {
        here.prepare(shape);
        there.prepare(shape);
        double[] own = new double[rounds];
        double[] other = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            // Whoever goes second may find the processor warmer, so they change places.
            boolean first = round % 2 == 0;
            if (first) {
                own[round] = here.time();
            }
            other[round] = there.time();
            if (!first) {
                own[round] = here.time();
            }
        }
        return new ProductsSection.Timing(shape, new Sample(own), new Sample(other));
    }
}
