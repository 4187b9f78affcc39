package dev.atelier.runner.command;

import dev.atelier.engine.backend.TuningReport;
import dev.atelier.runner.console.Lines;
import java.util.List;
import java.util.Locale;
import tools.jackson.core.JsonGenerator;

/** What came of tuning a device: in words, and as JSON. */
final class TuningTable {
    private static final double MILLISECONDS = 1e3;

    private TuningTable() {}

    private static String format(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }

    /** Returns the table, the rejected candidates, and one line of result; {@code quiet} is the last alone. */
    static String of(TuningReport report, boolean quiet) {
        StringBuilder text = new StringBuilder();
        if (!quiet && !report.choices().isEmpty()) {
            text.append(format("%-20s  %11s  %11s  %8s  %s\n", "products", "default", "tuned", "ratio", "chosen"));
            for (TuningReport.Choice choice : report.choices()) {
                String figures = format(
                        "%-20s  %8.4f ms  %8.4f ms  %6.2f x  ",
                        choice.products(),
                        choice.standardSeconds() * MILLISECONDS,
                        choice.chosenSeconds() * MILLISECONDS,
                        choice.ratio());
                String chosen = choice.chosen().equals(choice.standard()) ? "default" : choice.chosen();
                boolean fits = figures.length() + chosen.length() <= Lines.COLUMNS;
                text.append(fits ? figures + chosen : figures.strip() + "\n  " + chosen)
                        .append('\n');
            }
        }
        if (!quiet) {
            report.rejections()
                    .forEach(rejection -> text.append(Lines.wrap("rejected " + rejection.candidate() + " for "
                                    + rejection.products() + ": " + rejection.reason()))
                            .append('\n'));
        }
        if (!report.complete()) {
            return text.append(format(
                            "result   stopped after %d kinds of products, not in use yet; call again to go on\n",
                            report.choices().size()))
                    .toString();
        }
        String result = format(
                "result   %s of %d kinds of products changed, %.2f x as fast in the geometric mean; in use from now on%s: %s",
                changed(report.choices()),
                report.choices().size(),
                meanRatio(report.choices()),
                report.measuredNow() ? "" : " (tuned before; --again tunes anew)",
                report.file());
        // One line alone is for a script.
        return text.append(quiet ? result : Lines.wrap(result)).append('\n').toString();
    }

    private static long changed(List<TuningReport.Choice> choices) {
        return choices.stream()
                .filter(choice -> !choice.chosen().equals(choice.standard()))
                .count();
    }

    private static double meanRatio(List<TuningReport.Choice> choices) {
        return Math.exp(choices.stream()
                .mapToDouble(TuningReport.Choice::ratio)
                .filter(Double::isFinite)
                .map(Math::log)
                .average()
                .orElse(Double.NaN));
    }

    static void writeJson(JsonGenerator json, TuningReport report) {
        json.writeStringProperty("backend", report.device().backend());
        json.writeStringProperty("device", report.device().name());
        json.writeStringProperty("driver", report.device().driver());
        json.writeStringProperty("file", report.file());
        json.writeBooleanProperty("complete", report.complete());
        json.writeBooleanProperty("measured_now", report.measuredNow());
        OutputOptions.number(json, "mean_ratio", meanRatio(report.choices()));
        json.writeArrayPropertyStart("products");
        for (TuningReport.Choice choice : report.choices()) {
            json.writeStartObject();
            json.writeStringProperty("products", choice.products());
            json.writeStringProperty("default", choice.standard());
            json.writeStringProperty("chosen", choice.chosen());
            OutputOptions.number(json, "default_seconds", choice.standardSeconds());
            OutputOptions.number(json, "chosen_seconds", choice.chosenSeconds());
            OutputOptions.number(json, "ratio", choice.ratio());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeArrayPropertyStart("rejected");
        for (TuningReport.Rejection rejection : report.rejections()) {
            json.writeStartObject();
            json.writeStringProperty("products", rejection.products());
            json.writeStringProperty("candidate", rejection.candidate());
            json.writeStringProperty("reason", rejection.reason());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeStringProperty("version", Version.number());
        json.writeStringProperty("java", System.getProperty("java.version"));
    }
}
