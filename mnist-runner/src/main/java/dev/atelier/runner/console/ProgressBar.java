package dev.atelier.runner.console;

import dev.atelier.engine.training.EpochResult;
import dev.atelier.engine.training.TrainingListener;
import dev.atelier.engine.training.TrainingProgress;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;

/** Draws a bar that moves, on a terminal, and leaves a line an epoch behind. */
public final class ProgressBar implements TrainingListener {
    private static final String COLOUR = "\u001b[36m";
    private static final String PLAIN = "\u001b[0m";

    private final PrintStream out;
    private final boolean coloured;
    private final int columns;
    private String accuracy = "";
    private int epochs = 1;
    private int drawnColumns;

    /**
     * Makes a bar.
     *
     * @param environment asked for {@code NO_COLOR} (no-color.org), {@code TERM} and {@code COLUMNS}
     */
    public ProgressBar(PrintStream out, Map<String, String> environment) {
        this.out = out;
        this.columns = Lines.columns(environment);
        this.coloured = environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
    }

    @Override
    public void onProgress(TrainingProgress progress) {
        epochs = progress.epochs();
        double done = (progress.epoch() - 1 + (double) progress.step() / progress.stepsPerEpoch()) / progress.epochs();
        String head = String.format(Locale.ROOT, "epoch %d/%d ", progress.epoch(), progress.epochs());
        String tail = String.format(
                Locale.ROOT,
                " loss %.4f%s %s samples/s %s left",
                progress.loss(),
                accuracy,
                thousands(progress.samplesPerSecond()),
                duration(progress.secondsLeft()));
        int width = columns - head.length() - tail.length() - 2;
        String bar = "";
        if (width > 0) {
            int filled = (int) Math.round(done * width);
            bar = "[" + "#".repeat(filled) + " ".repeat(width - filled) + "]";
        }
        String line = head + bar + tail;
        draw(line.length() > columns ? line.substring(0, columns) : line, bar);
    }

    @Override
    public void onEpoch(EpochResult epoch) {
        if (epoch.test() != null) {
            accuracy = " test " + EpochLines.measure(epoch.test());
        }
        draw(EpochLines.line(epoch, epochs), "");
        out.println();
        drawnColumns = 0;
        out.flush();
    }

    /** Draws over the line drawn before; {@code bar} is the part of it to be coloured. */
    private void draw(String line, String bar) {
        String rest = " ".repeat(Math.max(0, drawnColumns - line.length()));
        drawnColumns = line.length();
        String shown =
                coloured && !bar.isEmpty() && line.contains(bar) ? line.replace(bar, COLOUR + bar + PLAIN) : line;
        out.print("\r" + shown + rest);
        out.flush();
    }

    /** Returns a number, shorter where it is large: {@code 1234}, {@code 187k} or {@code 1.2M}. */
    static String thousands(double number) {
        if (number >= 999_500) {
            return String.format(Locale.ROOT, "%,.1fM", number / 1e6);
        }
        return number < 10_000
                ? String.format(Locale.ROOT, "%.0f", number)
                : String.format(Locale.ROOT, "%,.0fk", number / 1000);
    }

    /** Returns a time span as {@code 0:07}, {@code 12:34} or {@code 1:02:03}. */
    static String duration(double seconds) {
        if (!(seconds < Integer.MAX_VALUE)) {
            return "?";
        }
        long whole = Math.max(0, Math.round(seconds));
        return whole < 3600
                ? String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60)
                : String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
    }
}
