package dev.atelier.bench.products;

import dev.atelier.bench.Sample;
import dev.atelier.bench.products.side.Introduction;
import java.util.Comparator;
import java.util.List;

/**
 * All products at one number of threads.
 *
 * @param core that OpenBLAS says it runs the kernels of, empty for other rivals
 * @param otherLoad processors that other programs kept busy meanwhile, NaN if unknown
 * @param results in the order of the settings, at least one
 */
record ProductsSection(
        int threads,
        Introduction atelier,
        Introduction rival,
        String core,
        double otherLoad,
        List<ShapeResult> results) {
    ProductsSection {
        results = List.copyOf(results);
    }

    /** Returns the peaks of fused multiply-adds in GFLOP/s, measured beside each product. */
    Sample peak() {
        return new Sample(
                results.stream().mapToDouble(result -> result.peak() * 1e-9).toArray());
    }

    /** Returns the geometric mean of the products' ratios. */
    double geometricMeanRatio() {
        double sum = 0;
        for (ShapeResult result : results) {
            sum += Math.log(result.ratio().median());
        }
        return Math.exp(sum / results.size());
    }

    /** Returns the product that this project does worst at. */
    ShapeResult smallest() {
        return results.stream()
                .min(Comparator.comparingDouble(result -> result.ratio().median()))
                .orElseThrow();
    }
}
