package dev.atelier.runner.command;

import dev.atelier.runner.CommandFailure;
import dev.atelier.runner.ExitCode;
import dev.atelier.runner.chart.Chart;
import dev.atelier.runner.chart.ChartPicture;
import dev.atelier.runner.console.Lines;
import dev.atelier.runner.data.FileFault;
import dev.atelier.runner.data.WholeFile;
import dev.atelier.runner.lab.Experiment;
import dev.atelier.runner.lab.Finding;
import dev.atelier.runner.page.Page;
import dev.atelier.runner.page.Png;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Shows what experiments found: as text of 80 columns, as one page, and as pictures. */
final class LabReport {
    private final PrintStream text;

    LabReport(PrintStream text) {
        this.text = text;
    }

    private static String verdict(Finding finding) {
        return finding.holds() ? "holds" : "DOES NOT HOLD";
    }

    /** Says what is tried. */
    void printClaim(Experiment experiment, boolean quiet) {
        if (!quiet) {
            text.println(experiment.name() + ": " + experiment.title());
            print("claim", experiment.claim());
            text.flush();
        }
    }

    /** Says what was found; in one line where that is enough. */
    void printFinding(Experiment experiment, Finding finding, boolean quiet) {
        if (quiet) {
            text.println(String.format(Locale.ROOT, "%-14s%s", experiment.name(), verdict(finding)));
        } else {
            finding.tables().forEach(table -> text.print(table.toText()));
            print("measured", finding.measured());
            print("verdict", verdict(finding));
            text.println();
        }
        text.flush();
    }

    private void print(String label, String words) {
        text.println(Lines.wrap(String.format(Locale.ROOT, "%-9s%s", label, words)));
    }

    /** Writes what is wanted. */
    void write(
            Map<Experiment, Finding> findings, @Nullable Path html, @Nullable Path folder, Consumer<String> progress) {
        try {
            if (html != null) {
                WholeFile.writeBytes(html, page(findings).toHtml().getBytes(StandardCharsets.UTF_8));
                progress.accept("wrote    " + html);
            }
            if (folder != null) {
                Files.createDirectories(folder);
                for (Map.Entry<Experiment, Finding> entry : findings.entrySet()) {
                    List<Chart> charts = entry.getValue().charts();
                    if (!charts.isEmpty()) {
                        Path file = folder.resolve(entry.getKey().name() + ".png");
                        Png.write(file, ChartPicture.draw(charts));
                        progress.accept("wrote    " + file);
                    }
                }
            }
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILURE, "the page can't be written: " + FileFault.reason(e), e);
        }
    }

    private static Page page(Map<Experiment, Finding> findings) {
        long held = findings.values().stream().filter(Finding::holds).count();
        Page page = new Page("The lecture, tried");
        Map<String, String> figures = new LinkedHashMap<>();
        figures.put("claims tried", Integer.toString(findings.size()));
        figures.put("hold", Long.toString(held));
        page.keyFigures(figures).contents();
        findings.forEach((experiment, finding) -> {
            page.heading(experiment.title());
            page.note("atelier lab run " + experiment.name());
            page.paragraph("The lecture claims: " + experiment.claim());
            page.paragraph("Measured: " + finding.measured());
            page.paragraph("Verdict: the claim " + (finding.holds() ? "holds." : "does not hold."));
            List<Chart> charts = new ArrayList<>(finding.charts());
            if (!charts.isEmpty()) {
                page.charts(charts.toArray(Chart[]::new));
            }
            finding.tables().forEach(page::table);
        });
        return page;
    }
}
