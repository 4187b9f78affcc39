package dev.atelier.runner.lab;

import dev.atelier.runner.chart.Chart;
import dev.atelier.runner.page.Table;
import java.util.ArrayList;
import java.util.List;

/**
 * What an experiment found.
 *
 * @param holds whether the claim held
 * @param measured what was measured, in a sentence
 * @param tables the figures
 * @param charts the pictures
 */
public record Finding(boolean holds, String measured, List<Table> tables, List<Chart> charts) {
    /** Copies the lists. */
    public Finding {
        tables = List.copyOf(tables);
        charts = List.copyOf(charts);
    }

    /** Begins a finding. */
    static Notes notes() {
        return new Notes();
    }

    /** Collects what is found. */
    static final class Notes {
        private final List<Table> tables = new ArrayList<>();
        private final List<Chart> charts = new ArrayList<>();

        private Notes() {}

        Notes table(Table table) {
            tables.add(table);
            return this;
        }

        Notes chart(Chart chart) {
            charts.add(chart);
            return this;
        }

        /** Ends with the verdict. */
        Finding verdict(boolean holds, String measured) {
            return new Finding(holds, measured, tables, charts);
        }
    }
}
