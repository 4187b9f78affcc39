package dev.atelier.runner.report;

import dev.atelier.runner.page.Table;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** How well each class is recognised, in tables. */
final class ClassTables {
    /** With more classes, neither matrix nor bars can be read, and a table is long. */
    static final int MOST_CLASSES = 40;

    private static final int MOST_PAIRS = 10;
    private static final double PERCENT = 100;

    private ClassTables() {}

    /** Returns a row for each class that has images; of more than {@link #MOST_CLASSES} for those with the least recall. */
    static Table classes(ConfusionMatrix matrix) {
        return classes(
                matrix,
                IntStream.range(0, matrix.classes()).mapToObj(Integer::toString).toList(),
                "images");
    }

    /** Returns the same with the classes' names; {@code samples} says what belongs to them. */
    static Table classes(ConfusionMatrix matrix, List<String> names, String samples) {
        Table table = new Table("Class by class", "class", samples, "recall", "precision", "most often taken for");
        IntStream.range(0, matrix.classes())
                .filter(label -> matrix.images(label) > 0)
                .boxed()
                .sorted(
                        matrix.classes() > MOST_CLASSES
                                ? Comparator.comparingDouble(matrix::recall)
                                : Comparator.naturalOrder())
                .limit(MOST_CLASSES)
                .forEach(label -> table.row(
                        names.get(label),
                        String.format(Locale.ROOT, "%,d", matrix.images(label)),
                        share(matrix.recall(label)),
                        share(matrix.precision(label)),
                        mostOftenTakenFor(matrix, names, label)));
        return table;
    }

    private static String mostOftenTakenFor(ConfusionMatrix matrix, List<String> names, int label) {
        return matrix.confusions().stream()
                .filter(confusion -> confusion.label() == label)
                .findFirst()
                .map(confusion ->
                        String.format(Locale.ROOT, "%s (%d times)", names.get(confusion.said()), confusion.count()))
                .orElse("");
    }

    /** Returns what is confused most often. */
    static Table pairs(ConfusionMatrix matrix) {
        Table table = new Table("Confused most often", "class", "taken for", "images", "of the class");
        matrix.confusions().stream()
                .limit(MOST_PAIRS)
                .forEach(confusion -> table.row(
                        Integer.toString(confusion.label()),
                        Integer.toString(confusion.said()),
                        String.format(Locale.ROOT, "%,d", confusion.count()),
                        share(confusion.count() / (double) matrix.images(confusion.label()))));
        return table;
    }

    private static String share(double share) {
        return Double.isNaN(share) ? "" : String.format(Locale.ROOT, "%.2f %%", PERCENT * share);
    }
}
