package dev.atelier.bench.products;

import dev.atelier.bench.compare.Environment;
import java.util.List;
import java.util.Locale;

/** The comparison as text. */
final class ProductsText {
    private static final double GIGA = 1e-9;

    private ProductsText() {}

    static String of(List<ProductsSection> sections, Environment environment, int rounds) {
        StringBuilder text = new StringBuilder();
        text.append(environment.oneLine())
                .append("\nfp32 products rows x columns x depth, n as stored, t transposed; ")
                .append(rounds)
                .append(" rounds in turn; median [smallest - largest]\n");
        for (ProductsSection section : sections) {
            append(text, section);
        }
        return text.toString();
    }

    private static void append(StringBuilder text, ProductsSection section) {
        text.append(String.format(
                Locale.ROOT,
                "%n%d thread%s, peak of the multiply-adds %.0f GFLOP/s%n  Atelier: %s%n  OpenBLAS: %s%n",
                section.threads(),
                section.threads() == 1 ? "" : "s",
                section.peaks().median() * GIGA,
                section.atelier(),
                section.openBlas()));
        text.append(String.format(
                "  %-20s %-22s %-22s %-24s %s%n",
                "shape", "Atelier, GFLOP/s", "OpenBLAS, GFLOP/s", "Atelier over OpenBLAS", "of peak"));
        for (ProductsSection.Timing timing : section.timings()) {
            text.append(String.format(
                    Locale.ROOT,
                    "  %-20s %-22s %-22s %-24s %4.0f %%%n",
                    timing.shape(),
                    timing.gigaflops(timing.atelier()).format(0),
                    timing.gigaflops(timing.openBlas()).format(0),
                    timing.ratio().format(2),
                    100
                            * timing.shape().operations()
                            / timing.atelier().median()
                            / section.peaks().median()));
        }
        ProductsSection.Timing slowest = section.slowest();
        text.append(String.format(
                Locale.ROOT,
                "  geometric mean of the ratios %.2f; the smallest is %.2f at %s%n",
                section.meanRatio(),
                slowest.ratio().median(),
                slowest.shape()));
    }
}
