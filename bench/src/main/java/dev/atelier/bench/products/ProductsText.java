package dev.atelier.bench.products;

import dev.atelier.bench.Environment;
import dev.atelier.bench.OtherLoad;
import dev.atelier.runner.console.Lines;
import dev.atelier.runner.page.Table;
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
                        + " over %s's, paired by round",
                settings.rounds(), settings.rival().title());
        if (settings.width().bits() != 0) {
            page.line("both held to vectors of %d bits", settings.width().bits());
        }
        sections.forEach(section -> page.section(section, settings.rival().title()));
        return page.text.toString();
    }

    private void line(String format, Object... arguments) {
        text.append(Lines.wrap(String.format(Locale.ROOT, format, arguments).stripTrailing(), 0))
                .append(System.lineSeparator());
    }

    private void section(ProductsSection section, String rival) {
        line("");
        line("%s", threads(section.threads()));
        line("  Atelier %s: %s", section.atelier().version(), section.atelier().description());
        line(
                "  %s %s: %s, %s",
                rival,
                section.rival().version(),
                section.core().isEmpty() ? section.rival().description() : "core " + section.core(),
                threads(section.rival().threads()));
        line("  peak of fused multiply-adds: %s GFLOP/s", section.peak().format(1));
        line("");
        Table table =
                new Table("Products", "product", "m x n x k:layout", "Atelier", "of peak", rival, "of peak", "ratio");
        section.results().forEach(result -> add(table, result));
        text.append(table.toText());
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

    private static void add(Table table, ShapeResult result) {
        table.row(
                result.product().name(),
                result.product().shape().toString(),
                result.atelierSpeed().format(1),
                share(result.shareOfPeak(result.atelierSpeed())),
                result.rivalSpeed().format(1),
                share(result.shareOfPeak(result.rivalSpeed())),
                result.ratio().format(3));
    }

    private static String threads(int count) {
        return count == 1 ? "1 thread" : count + " threads";
    }

    private static String share(double share) {
        return Double.isNaN(share) ? "-" : String.format(Locale.ROOT, "%.0f %%", 100 * share);
    }
}
