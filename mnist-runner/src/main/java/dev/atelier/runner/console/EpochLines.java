package dev.atelier.runner.console;

import dev.atelier.engine.training.EpochResult;
import dev.atelier.engine.training.Evaluation;
import dev.atelier.engine.training.TrainingListener;
import dev.atelier.engine.training.TrainingProgress;
import java.io.PrintStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Prints a line an epoch, and one every few seconds of a long epoch: for logs and pipes. */
public final class EpochLines implements TrainingListener {
    /** Often enough to see that a long run lives, seldom enough to keep a log short. */
    private static final double SECONDS_BETWEEN_LINES = 10;

    private final PrintStream out;
    private final int epochs;
    private long lastLine = System.nanoTime();

    /** Makes a listener for a run of so many epochs. */
    public EpochLines(PrintStream out, int epochs) {
        this.out = out;
        this.epochs = epochs;
    }

    @Override
    public void onProgress(TrainingProgress progress) {
        long now = System.nanoTime();
        if ((now - lastLine) * 1e-9 >= SECONDS_BETWEEN_LINES && progress.step() < progress.stepsPerEpoch()) {
            lastLine = now;
            out.println(Lines.wrap(String.format(
                    Locale.ROOT,
                    "epoch %d/%d: step %d/%d, loss %.4f, %,.0f samples/s, %s left",
                    progress.epoch(),
                    progress.epochs(),
                    progress.step(),
                    progress.stepsPerEpoch(),
                    progress.loss(),
                    progress.samplesPerSecond(),
                    ProgressBar.duration(progress.secondsLeft()))));
            out.flush();
        }
    }

    @Override
    public void onEpoch(EpochResult epoch) {
        lastLine = System.nanoTime();
        out.println(line(epoch, epochs));
        out.flush();
    }

    /**
     * Returns what came of an epoch, in less than 80 columns for runs of up to 999 epochs. Where there are no classes, the figures on
     * held-out and test samples are losses as well.
     */
    static String line(EpochResult epoch, int epochs) {
        StringBuilder line = new StringBuilder();
        line.append(String.format(Locale.ROOT, "epoch %d/%d  loss %.4f", epoch.epoch(), epochs, epoch.trainLoss()));
        append(line, "val", epoch.validation());
        append(line, "test", epoch.test());
        line.append(String.format(
                Locale.ROOT,
                epoch.seconds() < 100 ? "  %.2f s  %s samples/s" : "  %.0f s  %s samples/s",
                epoch.seconds(),
                ProgressBar.thousands(epoch.samples() / epoch.seconds())));
        return line.toString();
    }

    private static void append(StringBuilder line, String name, @Nullable Evaluation evaluation) {
        if (evaluation != null) {
            line.append(
                    evaluation.hasAccuracy()
                            ? String.format(Locale.ROOT, "  %s %.2f %%", name, 100 * evaluation.accuracy())
                            : String.format(Locale.ROOT, ", %s %.4f", name, evaluation.loss()));
        }
    }

    /** Returns the accuracy, or the loss where there are no classes. */
    static String measure(Evaluation evaluation) {
        return evaluation.hasAccuracy()
                ? String.format(Locale.ROOT, "%.2f %%", 100 * evaluation.accuracy())
                : String.format(Locale.ROOT, "loss %.4f", evaluation.loss());
    }
}
