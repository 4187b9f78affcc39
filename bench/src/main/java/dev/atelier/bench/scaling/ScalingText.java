package dev.atelier.bench.scaling;

import dev.atelier.bench.Environment;
import dev.atelier.bench.OtherLoad;
import dev.atelier.runner.chart.Chart;
import dev.atelier.runner.console.Lines;
import dev.atelier.runner.page.Page;
import dev.atelier.runner.page.Table;

/** What was measured, as plain text and as a page. */
final class ScalingText {
    private ScalingText() {}

    /** Returns the text. */
    static String of(ScalingReport report, Environment environment) {
        StringBuilder text = new StringBuilder();
        String end = System.lineSeparator();
        text.append(Lines.wrap(environment.oneLine(), 0))
                .append(end)
                .append(Lines.wrap(ScalingTables.METHOD, 0))
                .append(end);
        for (Table table : ScalingTables.of(report)) {
            text.append(end).append(table.toText());
        }
        String warning = OtherLoad.warning(report.otherLoad());
        return warning.isEmpty()
                ? text.toString()
                : text.append(end).append(Lines.wrap(warning)).append(end).toString();
    }

    /** Returns the page: the charts, then the tables. */
    static Page page(ScalingReport report, Environment environment) {
        Page page = new Page("How a training step grows")
                .note(environment.oneLine())
                .note(ScalingTables.METHOD)
                .note(OtherLoad.warning(report.otherLoad()))
                .charts(ScalingChart.of(report).toArray(Chart[]::new));
        ScalingTables.of(report).forEach(page::table);
        return page;
    }
}
