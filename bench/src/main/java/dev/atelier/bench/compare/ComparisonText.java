package dev.atelier.bench.compare;

import dev.atelier.bench.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** The comparison as plain text: one table a device, then the batch sizes at which one overtakes another. */
final class ComparisonText {
    private final StringBuilder text = new StringBuilder();

    private ComparisonText() {}

    /** Returns the text, lines of at most 80 columns. */
    static String of(List<DeviceReport> reports, Environment environment, CompareSettings settings) {
        ComparisonText page = new ComparisonText();
        page.line("%s", environment.oneLine());
        page.line("median [smallest - largest] of %d rounds, devices in turn", settings.rounds());
        reports.forEach(page::device);
        overtakings(reports).forEach(sentence -> page.line("%n%s", sentence));
        return page.text.toString();
    }

    private void line(String format, Object... arguments) {
        text.append(String.format(Locale.ROOT, format, arguments)).append(System.lineSeparator());
    }

    private void device(DeviceReport report) {
        line("%n%s  %s", report.device().id(), report.device().name());
        line("  %s", report.description());
        line("  measured peak      %s", known(report.peak(), "GFLOP/s"));
        line("  measured bandwidth %s", known(report.bandwidth(), "GB/s"));
        line("%n  %-18s %6s  %-28s %s", "matrix product", "batch", "GFLOP/s", "of peak");
        for (DeviceReport.ProductTime product : report.products()) {
            line(
                    "  %-18s %6d  %-28s %s",
                    product.product().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    product.batch(),
                    product.speed().format(1),
                    share(product.speed(), report.peak()));
        }
        line("%n  %-10s %-32s %s", "batch", "training step, microseconds", "samples/s");
        report.stepSeconds()
                .forEach((batch, seconds) -> line(
                        "  %-10d %-32s %s",
                        batch,
                        seconds.map(s -> s * 1e6).format(0),
                        report.samplesPerSecond(batch).format(0)));
        DeviceReport.TimeToTarget time = report.timeToTarget();
        if (time != null) {
            line(
                    "%n  %s %.2f %% after %d epochs, %.2f s of training",
                    time.reached() ? "reached" : "did not reach the target:",
                    100 * time.accuracy(),
                    time.epochs(),
                    time.seconds());
        }
    }

    private static String known(Sample sample, String unit) {
        return Double.isNaN(sample.median()) ? "unknown to this backend" : sample.format(1) + " " + unit;
    }

    private static String share(Sample speed, Sample peak) {
        return Double.isNaN(peak.median())
                ? "-"
                : String.format(Locale.ROOT, "%.0f %%", 100 * speed.median() / peak.median());
    }

    /** Returns a sentence for each pair of devices: from which batch size on which of the two is faster. */
    static List<String> overtakings(List<DeviceReport> reports) {
        List<String> sentences = new ArrayList<>();
        for (int i = 0; i < reports.size(); i++) {
            for (int j = i + 1; j < reports.size(); j++) {
                sentences.add(overtaking(reports.get(i), reports.get(j)));
            }
        }
        return sentences;
    }

    private static String overtaking(DeviceReport one, DeviceReport other) {
        TreeSet<Integer> batches = new TreeSet<>(one.stepSeconds().keySet());
        DeviceReport ahead = null;
        StringBuilder sentence = new StringBuilder();
        for (int batch : batches) {
            DeviceReport faster = one.samplesPerSecond(batch).median()
                            >= other.samplesPerSecond(batch).median()
                    ? one
                    : other;
            if (ahead == null) {
                sentence.append(faster.device().id())
                        .append(" is ahead at batch ")
                        .append(batch);
            } else if (ahead != faster) {
                sentence.append("; ")
                        .append(faster.device().id())
                        .append(" overtakes at batch ")
                        .append(batch);
            }
            ahead = faster;
        }
        DeviceReport behind = ahead == one ? other : one;
        return sentence.append(", as far as was measured (the other is ")
                .append(behind.device().id())
                .append(")")
                .toString();
    }
}
