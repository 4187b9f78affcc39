package dev.atelier.bench.compare;

import dev.atelier.bench.Environment;
import dev.atelier.bench.OtherLoad;
import dev.atelier.bench.report.Charts;
import dev.atelier.bench.report.Page;
import java.io.IOException;
import java.util.List;

/** The comparison as one self-contained HTML page. */
final class ComparisonPage {
    private ComparisonPage() {}

    /** Returns the page: the charts and who overtakes whom, then the tables of each device. */
    static Page of(List<DeviceReport> reports, Environment environment, CompareSettings settings, double otherLoad)
            throws IOException {
        Page page = new Page("Devices compared")
                .note(environment.oneLine())
                .note(ComparisonText.method(settings))
                .note(OtherLoad.warning(otherLoad))
                .picture(
                        Charts.draw(List.of(ComparisonChart.training(reports))),
                        "Samples trained per second by batch size, a line for each device");
        Overtaking.sentences(reports).forEach(page::note);
        page.table(ComparisonTables.sideBySide(reports))
                .picture(
                        Charts.draw(List.of(ComparisonChart.products(reports, settings))),
                        "GFLOP/s of each matrix product of a training step, a bar for each device");
        for (DeviceReport report : reports) {
            page.heading(ComparisonText.heading(report)).note(report.description());
            ComparisonTables.of(report).forEach(page::table);
        }
        return page;
    }
}
