package dev.atelier.bench.products;

import dev.atelier.bench.Environment;
import dev.atelier.bench.OtherLoad;
import java.util.List;
import java.util.Locale;

/** The comparison as plain text: one table for each number of threads. */
final class ProductsText {
    private final StringBuilder text = new StringBuilder();

    private ProductsText() {}

    /** Returns the text. */
    static String of(List<ProductsSection> sections, Environment environment, ProductsSettings settings) {
        ProductsText page = new ProductsText();
        page.line("%s", environment.oneLine());
        page.line(
                "fp32 matrix products, GFLOP/s: median [smallest - largest] of %d rounds in turn; ratio: Atelier's speed"
                        + " over OpenBLAS's, paired by round",
                settings.rounds());
        if (settings.width().bits() != 0) {
            page.line("both held to vectors of %d bits", settings.width().bits());
        }
        sections.forEach(page::section);
        return page.text.toString();
    }

    private void line(String format, Object... arguments) {
        text.append(String.format(Locale.ROOT, format, arguments).stripTrailing())
                .append(System.lineSeparator());
    }

    private void section(ProductsSection section) {
        line("");
        line("%s", threads(section.threads()));
        line("  Atelier %s: %s", section.atelier().version(), section.atelier().description());
        line(
                "  OpenBLAS %s: core %s, %s",
                section.openBlas().version(),
                section.openBlasCore(),
                threads(section.openBlas().threads()));
        line("  peak of fused multiply-adds: %s GFLOP/s", section.peak().format(1));
        line("");
        row("product", "m x n x k:layout", "Atelier", "of peak", "OpenBLAS", "of peak", "ratio");
        section.results().forEach(this::result);
        ShapeResult smallest = section.smallest();
        line("");
        line(
                "  geometric mean of the ratios %.3f; smallest %.3f (%s, %s)",
                section.geometricMeanRatio(),
                smallest.ratio().median(),
                smallest.product().name(),
                smallest.product().shape());
        line("  %s", OtherLoad.warning(section.otherLoad()));
    }

    private void row(
            String name, String shape, String atelier, String share, String openBlas, String otherShare, String ratio) {
        line("  %-28s %-18s %-24s %-8s %-24s %-8s %s", name, shape, atelier, share, openBlas, otherShare, ratio);
    }

    private void result(ShapeResult result) {
        row(
                result.product().name(),
                result.product().shape().toString(),
                result.atelierSpeed().format(1),
                share(result.shareOfPeak(result.atelierSpeed())),
                result.openBlasSpeed().format(1),
                share(result.shareOfPeak(result.openBlasSpeed())),
                result.ratio().format(3));
    }

    private static String threads(int count) {
        return count == 1 ? "1 thread" : count + " threads";
    }

    private static String share(double share) {
        return Double.isNaN(share) ? "-" : String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }
}
