package dev.atelier.runner.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.engine.training.EpochResult;
import dev.atelier.engine.training.Evaluation;
import dev.atelier.engine.training.TrainingProgress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static TrainingProgress progress(int epoch, int step, double loss, double speed, double left) {
        return new TrainingProgress(epoch, 5, step, 469, loss, speed, left);
    }

    @Test
    void barShowsLossSpeedAndTimeLeft() {
        ProgressBar bar = new ProgressBar(out, Map.of("NO_COLOR", "1"));
        bar.onProgress(progress(1, 0, 2.3, 1234, 125));
        assertThat(printed()).isEqualTo("\repoch 1/5 [" + " ".repeat(30) + "] loss 2.3000 1234 samples/s 2:05 left");
        bytes.reset();
        bar.onProgress(progress(5, 469, 0.05, 201_500, 0));
        assertThat(printed()).startsWith("\repoch 5/5 [####").contains("#] loss 0.0500 202k samples/s 0:00 left");
    }

    @Test
    void barNeverFillsTheLastOf80Columns() {
        ProgressBar bar = new ProgressBar(out, Map.of("NO_COLOR", "1"));
        for (double value : new double[] {0, 1e-9, 1, 12345.678, 1e12, 1e300, Double.NaN, Double.POSITIVE_INFINITY}) {
            bytes.reset();
            bar.onProgress(progress(3, 17, value, value, value));
            assertThat(printed().substring(1).length())
                    .as("value %s: %s", value, printed())
                    .isLessThan(160);
            assertThat(printed().substring(1).stripTrailing().length())
                    .as("value %s", value)
                    .isLessThan(80);
        }
    }

    @Test
    void shorterLineErasesTheLongerOneBeforeIt() {
        ProgressBar bar = new ProgressBar(out, Map.of("NO_COLOR", "1"));
        bar.onProgress(progress(1, 1, 1, 1, 1));
        bytes.reset();
        bar.onEpoch(new EpochResult(1, 0.5, null, null, 2, 100));
        assertThat(printed()).startsWith("\repoch 1/5  loss 0.5000  2.00 s  50 samples/s   ");
        assertThat(printed().stripTrailing().length()).isLessThan(79);
        assertThat(printed()).endsWith(System.lineSeparator());
    }

    @Test
    void coloursFollowTheEnvironment() {
        new ProgressBar(out, Map.of("TERM", "xterm")).onProgress(progress(2, 100, 1, 1, 1));
        assertThat(printed()).contains("\u001b[36m[").contains("]\u001b[0m");
        bytes.reset();
        new ProgressBar(out, Map.of("TERM", "dumb")).onProgress(progress(2, 100, 1, 1, 1));
        new ProgressBar(out, Map.of("TERM", "xterm", "NO_COLOR", "1")).onProgress(progress(2, 100, 1, 1, 1));
        assertThat(printed()).doesNotContain("\u001b");
    }

    @Test
    void plainLinesHoldOneEpochEach() {
        EpochLines lines = new EpochLines(out, 5);
        lines.onProgress(progress(1, 1, 1, 1, 1));
        lines.onEpoch(new EpochResult(
                1, 0.25, new Evaluation(10_000, 9_812, 0.06), new Evaluation(1000, 900, 0.1), 0.5, 60_000));
        assertThat(printed())
                .isEqualToNormalizingNewlines(
                        "epoch 1/5  loss 0.2500  val 90.00 %  test 98.12 %  0.50 s  120k samples/s\n");
    }

    @Test
    void anEpochIsOneLineOf80Columns() {
        Evaluation accuracy = new Evaluation(10_000, 10_000, 0.06);
        Evaluation loss = new Evaluation(10_000, Evaluation.NO_CLASSES, 0.06);
        for (Evaluation test : new Evaluation[] {accuracy, loss}) {
            for (double seconds : new double[] {0.05, 99.99, 3600}) {
                assertThat(EpochLines.line(new EpochResult(999, 0.25, test, test, seconds, 60_000), 999))
                        .hasSizeLessThan(80);
            }
        }
        assertThat(EpochLines.line(new EpochResult(1, 0.25, loss, loss, 0.5, 100), 5))
                .isEqualTo("epoch 1/5  loss 0.2500, val 0.0600, test 0.0600  0.50 s  200 samples/s");
    }

    @Test
    void aBarFitsANarrowTerminal() {
        new ProgressBar(out, Map.of("NO_COLOR", "1", "COLUMNS", "40")).onProgress(progress(2, 100, 1, 1, 1));
        assertThat(printed()).startsWith("\repoch 2/5").hasSizeLessThan(41);
    }

    @Test
    void durationsReadLikeAClock() {
        assertThat(ProgressBar.duration(0)).isEqualTo("0:00");
        assertThat(ProgressBar.duration(59.6)).isEqualTo("1:00");
        assertThat(ProgressBar.duration(3599)).isEqualTo("59:59");
        assertThat(ProgressBar.duration(3661)).isEqualTo("1:01:01");
        assertThat(ProgressBar.duration(-1)).isEqualTo("0:00");
        assertThat(ProgressBar.duration(Double.NaN)).isEqualTo("?");
        assertThat(ProgressBar.duration(Double.POSITIVE_INFINITY)).isEqualTo("?");
    }
}
