package dev.atelier.bench.scaling;

import dev.atelier.bench.Sample;
import dev.atelier.bench.compare.Environment;
import java.util.Locale;

/** The measurements as text. */
final class ScalingText {
    private static final double MICRO = 1e6;
    private static final double GIGA = 1e-9;

    private ScalingText() {}

    static String of(ScalingReport report, Environment environment, String dataset, int rounds) {
        StringBuilder text = new StringBuilder();
        text.append(environment.oneLine()).append('\n');
        text.append(String.format(
                Locale.ROOT,
                "training steps of the cpu backend, plain SGD, fp32, %s; %d rounds in turn; median [smallest - largest]%n",
                dataset,
                rounds));
        text.append("peak of the multiply-adds:");
        for (int i = 0; i < report.threads().size(); i++) {
            text.append(String.format(
                    Locale.ROOT,
                    "%s %s %.0f GFLOP/s",
                    i == 0 ? "" : ",",
                    threads(report.threads().get(i)),
                    report.peaks().get(i).median() * GIGA));
        }
        text.append(String.format(Locale.ROOT, "; ratio %.2f%n", report.peakSpeedUp()));
        append(text, report, "by batch size, " + report.hidden() + " hidden units", report.batches());
        append(text, report, "by hidden units, batch size " + report.batch(), report.widths());
        return text.toString();
    }

    private static void append(
            StringBuilder text, ScalingReport report, String title, Iterable<ScalingReport.Point> points) {
        int last = report.threads().size() - 1;
        text.append(String.format("%n%s%n  %7s %7s", title, "batch", "hidden"));
        report.threads().forEach(count -> text.append(String.format("  %-26s", "step, us, " + threads(count))));
        text.append(String.format("  %-20s %s%n", "speed-up", "ns per sample and unit"));
        for (ScalingReport.Point point : points) {
            text.append(String.format(Locale.ROOT, "  %7d %7d", point.batch(), point.hidden()));
            for (Sample seconds : point.seconds()) {
                text.append(String.format("  %-26s", seconds.map(s -> s * MICRO).format(0)));
            }
            text.append(String.format(
                    Locale.ROOT, "  %-20s %.2f%n", point.speedUp().format(2), point.nanosPerSampleAndUnit(last)));
        }
    }

    static String threads(int count) {
        return count + (count == 1 ? " thread" : " threads");
    }
}
