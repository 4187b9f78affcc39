package dev.atelier.bench.compare;

import dev.atelier.bench.Environment;
import dev.atelier.bench.OtherLoad;
import dev.atelier.runner.console.Lines;
import dev.atelier.runner.page.Table;
import java.util.List;
import java.util.Locale;

/** The comparison as plain text: the tables of each device, then the batch sizes at which one overtakes another. */
final class ComparisonText {
    private final StringBuilder text = new StringBuilder();

    private ComparisonText() {}

    /** Returns the text. */
    static String of(List<DeviceReport> reports, Environment environment, CompareSettings settings, double otherLoad) {
        ComparisonText page = new ComparisonText();
        page.line(environment.oneLine());
        page.line(method(settings));
        for (DeviceReport report : reports) {
            page.line("");
            page.line(heading(report));
            page.line(report.description());
            for (Table table : ComparisonTables.of(report)) {
                page.line("");
                page.text.append(table.toText());
            }
        }
        page.line("");
        Overtaking.sentences(reports).forEach(page::line);
        String warning = OtherLoad.warning(otherLoad);
        if (!warning.isEmpty()) {
            page.line(warning);
        }
        return page.text.toString();
    }

    /** Returns what figures mean. */
    static String method(CompareSettings settings) {
        return String.format(
                Locale.ROOT,
                "one hidden layer of %d units, products in %s; median [smallest - largest] of %d rounds, devices in turn",
                settings.hidden(),
                settings.precision().label(),
                settings.rounds());
    }

    /** Returns what a device is called. */
    static String heading(DeviceReport report) {
        return report.device().id() + "  " + report.device().name();
    }

    private void line(String words) {
        text.append(Lines.wrap(words, 0)).append(System.lineSeparator());
    }
}
