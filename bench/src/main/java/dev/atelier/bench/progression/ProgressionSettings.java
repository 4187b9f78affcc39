package dev.atelier.bench.progression;

import dev.atelier.bench.ProductShape;
import java.util.List;

/**
 * What is measured.
 *
 * @param shapes the products, operands as they are multiplied
 * @param rounds in which each step is timed once
 */
record ProgressionSettings(List<ProductShape> shapes, int rounds) {
    ProgressionSettings {
        shapes = List.copyOf(shapes);
        if (rounds < 1) {
            throw new IllegalArgumentException("--rounds must be at least 1");
        }
        if (shapes.isEmpty()) {
            throw new IllegalArgumentException("there is no product to measure");
        }
        for (ProductShape shape : shapes) {
            if (shape.transposeA() || shape.transposeB()) {
                throw new IllegalArgumentException("the steps multiply no transposed operands; write " + shape.m() + "x"
                        + shape.n() + "x" + shape.k() + " instead of " + shape);
            }
        }
    }

    /** Returns the settings as the command line gives them. */
    static ProgressionSettings of(List<String> shapes, int rounds) {
        return new ProgressionSettings(shapes.stream().map(ProductShape::parse).toList(), rounds);
    }
}
