package dev.atelier.bench.products;

import java.util.List;

/**
 * What is compared.
 *
 * @param shapes the products
 * @param threads a section of the result for each count
 * @param rounds in which each side is timed once
 * @param width of the vectors that both sides use
 */
record ProductsSettings(List<NamedShape> shapes, List<Integer> threads, int rounds, VectorWidth width) {
    ProductsSettings {
        shapes = List.copyOf(shapes);
        threads = List.copyOf(threads);
        if (rounds < 1 || threads.isEmpty() || threads.stream().anyMatch(count -> count < 1)) {
            throw new IllegalArgumentException("--rounds and --threads must be at least 1");
        }
        if (shapes.isEmpty()) {
            throw new IllegalArgumentException("there is no product to measure");
        }
    }
}
