package dev.atelier.bench.compare;

import dev.atelier.bench.Environment;
import dev.atelier.bench.OtherLoad;
import dev.atelier.runner.page.Page;
import java.util.List;

/** The comparison as one self-contained HTML page. */
final class ComparisonPage {
    private ComparisonPage() {}

    /** Returns the page: the charts and who overtakes whom, then the tables of each device. */
    static Page of(List<DeviceReport> reports, Environment environment, CompareSettings settings, double otherLoad) {
        Page page = new Page("Devices compared")
                .note(environment.oneLine())
                .note(ComparisonText.method(settings))
                .note(OtherLoad.warning(otherLoad))
                .charts(ComparisonChart.training(reports));
        Overtaking.sentences(reports).forEach(page::note);
        page.table(ComparisonTables.sideBySide(reports)).charts(ComparisonChart.products(reports, settings));
        for (DeviceReport report : reports) {
            page.heading(ComparisonText.heading(report)).note(report.description());
            ComparisonTables.of(report).forEach(page::table);
        }
        return page;
    }
}
