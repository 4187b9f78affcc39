package dev.atelier.bench.products;

import dev.atelier.bench.Product;
import dev.atelier.bench.ProductShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A product that is measured.
 *
 * @param name what it is for
 */
record NamedShape(String name, ProductShape shape) {
    /**
     * Returns the products of a training step at each batch size, then the squares, then the others.
     *
     * @throws IllegalArgumentException if a size is too small or too large, or a shape can't be read
     */
    static List<NamedShape> list(List<Integer> batchSizes, List<Integer> squares, List<String> others) {
        List<NamedShape> shapes = new ArrayList<>();
        for (int batch : batchSizes) {
            Arrays.stream(Product.values())
                    .filter(product -> product != Product.SQUARE)
                    .map(product -> new NamedShape(product.label() + ", batch " + batch, product.at(batch)))
                    .forEach(shapes::add);
        }
        squares.forEach(side -> shapes.add(new NamedShape("square", ProductShape.square(side))));
        others.forEach(other -> shapes.add(new NamedShape("asked for", ProductShape.parse(other))));
        return shapes;
    }
}
