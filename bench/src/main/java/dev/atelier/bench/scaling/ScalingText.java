package dev.atelier.bench.scaling;

import dev.atelier.bench.Environment;
import dev.atelier.bench.OtherLoad;
import dev.atelier.bench.report.Charts;
import dev.atelier.bench.report.Page;
import dev.atelier.bench.report.Table;
import java.io.IOException;
import java.util.List;

/** What was measured, as plain text and as a page. */
final class ScalingText {
    private ScalingText() {}

    /** Returns the text. */
    static String of(ScalingReport report, Environment environment) {
        StringBuilder text = new StringBuilder();
        String end = System.lineSeparator();
        text.append(environment.oneLine())
                .append(end)
                .append(ScalingTables.METHOD)
                .append(end);
        for (Table table : ScalingTables.of(report)) {
            text.append(end).append(table.toText());
        }
        String warning = OtherLoad.warning(report.otherLoad());
        return warning.isEmpty()
                ? text.toString()
                : text.append(end).append(warning).append(end).toString();
    }

    /** Returns the page: the charts, then the tables. */
    static Page page(ScalingReport report, Environment environment) throws IOException {
        Page page = new Page("How a training step grows")
                .note(environment.oneLine())
                .note(ScalingTables.METHOD)
                .note(OtherLoad.warning(report.otherLoad()))
                .picture(
                        Charts.draw(List.of(ScalingChart.byBatch(report))),
                        "Time for each sample and hidden unit by batch size, relative to the smallest")
                .picture(
                        Charts.draw(List.of(ScalingChart.byHidden(report))),
                        "Time for each sample and hidden unit by hidden units, relative to the smallest");
        ThreadScaling threads = report.byThreads();
        if (threads != null) {
            page.picture(
                    Charts.draw(List.of(ScalingChart.byThreads(threads))),
                    "Speed-up by threads, of a training step and of the machine's peak");
        }
        ScalingTables.of(report).forEach(page::table);
        return page;
    }
}
