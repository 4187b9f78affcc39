package dev.atelier.runner.console;

import dev.atelier.engine.backend.TuningListener;
import dev.atelier.engine.backend.TuningReport;
import java.io.PrintStream;
import java.util.Locale;

/** Shows how tuning goes: a bar that moves on a terminal, else a line for each kind of product. */
public final class TuningProgress implements TuningListener {
    private static final int BAR = 24;
    private static final double MILLISECONDS = 1e3;

    private final PrintStream out;
    private final boolean shown;
    private final boolean bar;
    private final int columns;
    private int drawnColumns;
    private volatile boolean stopped;

    /**
     * Makes a display.
     *
     * @param shown whether there is more to see than notes and rejected candidates
     * @param bar whether somebody watches a terminal
     * @param columns the most columns that the bar may take
     */
    public TuningProgress(PrintStream out, boolean shown, boolean bar, int columns) {
        this.out = out;
        this.shown = shown;
        this.bar = bar;
        this.columns = columns;
    }

    @Override
    public void onCandidate(int done, int total, String products, String candidate) {
        if (!shown || !bar) {
            return;
        }
        int filled = total == 0 ? BAR : (int) Math.round((double) done / total * BAR);
        String line = String.format(
                Locale.ROOT,
                "[%s%s] %d/%d %s: %s",
                "#".repeat(filled),
                " ".repeat(BAR - filled),
                done,
                total,
                products,
                candidate);
        draw(line.length() > columns ? line.substring(0, columns) : line);
    }

    @Override
    public void onTuned(TuningReport.Choice choice) {
        if (shown && !bar) {
            line(String.format(
                    Locale.ROOT,
                    "tuned    %s: default %.4f ms, now %.4f ms, %.2f x",
                    choice.products(),
                    choice.standardSeconds() * MILLISECONDS,
                    choice.chosenSeconds() * MILLISECONDS,
                    choice.ratio()));
        }
    }

    @Override
    public void onRejected(TuningReport.Rejection rejection) {
        if (shown && !bar) {
            line(Lines.wrap("rejected " + rejection.candidate() + ": " + rejection.reason()));
        }
    }

    @Override
    public void onNote(String note) {
        line(Lines.wrap("note     " + note));
    }

    @Override
    public boolean isStopRequested() {
        return stopped;
    }

    /** Stops tuning before the next candidate; may be called from any thread. */
    public void requestStop() {
        stopped = true;
    }

    /** Takes the bar away. */
    public void end() {
        draw("");
    }

    private void line(String text) {
        draw("");
        out.println(text);
        out.flush();
    }

    private void draw(String line) {
        if (line.isEmpty() && drawnColumns == 0) {
            return;
        }
        out.print("\r" + line + " ".repeat(Math.max(0, drawnColumns - line.length())) + (line.isEmpty() ? "\r" : ""));
        out.flush();
        drawnColumns = line.length();
    }
}
