package dev.atelier.bench.products;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.bench.Sample;
import dev.atelier.bench.compare.Environment;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProductsTextTest {
    private static final ProductsSection SECTION = new ProductsSection(
            2,
            "ours",
            "theirs",
            new Sample(1e9, 1e9),
            List.of(
                    new ProductsSection.Timing(
                            ProductShape.parse("10x10x5"), new Sample(1e-6, 2e-6, 4e-6), new Sample(2e-6, 8e-6, 4e-6)),
                    new ProductsSection.Timing(ProductShape.parse("20x10x5:nt"), new Sample(4e-6), new Sample(2e-6))));

    @Test
    void ratiosArePairedByRoundAndAveragedGeometrically() {
        // Rounds 2, 4, 1, so the median is 2; the other shape has 0.5, and the geometric mean of both is 1.
        assertThat(SECTION.timings().get(0).ratio().median()).isEqualTo(2);
        assertThat(SECTION.meanRatio()).isCloseTo(1, within(1e-12));
        assertThat(SECTION.slowest().shape()).hasToString("20x10x5:nt");
    }

    @Test
    void tableHasSpeedsRatiosAndShareOfThePeak() {
        String text = ProductsText.of(List.of(SECTION), Environment.here(), 3);
        assertThat(text)
                .contains("2 threads, peak of the multiply-adds 1 GFLOP/s")
                .contains("2.00 [1.00 - 4.00]")
                .containsPattern("10x10x5:nn +1 \\[0 - 1\\] +0 \\[0 - 1\\] .* 50 %")
                .contains("geometric mean of the ratios 1.00; the smallest is 0.50 at 20x10x5:nt");
    }
}
