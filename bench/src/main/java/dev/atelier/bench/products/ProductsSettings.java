package dev.atelier.bench.products;

import java.util.List;

/**
 * What is compared.
 *
 * @param shapes the products
 * @param threads a section of the result for each count
 * @param rounds in which each side is timed once
 * @param width of the vectors that both sides use
 * @param backend whose products are set beside those of the rival
 * @param rival the other side
 */
record ProductsSettings(
        List<NamedShape> shapes, List<Integer> threads, int rounds, VectorWidth width, String backend, Rival rival) {
    private static final List<String> BACKENDS = List.of("cpu", "opencl");

    ProductsSettings {
        shapes = List.copyOf(shapes);
        threads = List.copyOf(threads);
        if (rounds < 1 || threads.isEmpty() || threads.stream().anyMatch(count -> count < 1)) {
            throw new IllegalArgumentException("--rounds and --threads must be at least 1");
        }
        if (!BACKENDS.contains(backend)) {
            throw new IllegalArgumentException("--backend must be cpu or opencl, but is '" + backend + "'");
        }
        if (width.bits() != 0 && !backend.equals("cpu")) {
            throw new IllegalArgumentException("--vector-bits goes with --backend cpu only");
        }
        if (rival == Rival.CLBLAST && !backend.equals("opencl")) {
            throw new IllegalArgumentException("--against clblast goes with --backend opencl only");
        }
        if (shapes.isEmpty()) {
            throw new IllegalArgumentException("there is no product to measure");
        }
    }
}
