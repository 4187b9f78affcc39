package dev.atelier.runner.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.engine.backend.DeviceInfo;
import dev.atelier.engine.backend.TuningReport;
import dev.atelier.runner.Session;
import dev.atelier.runner.console.TuningProgress;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TuneCommandTest {
    private static final TuningReport.Choice FASTER =
            new TuningReport.Choice("nn 256 1024 1024", "gemm_strip RM=6", "gemm_strip RM=4", 0.004, 0.001);
    private static final TuningReport.Choice SAME =
            new TuningReport.Choice("tn 1024 16 64", "gemm_strip RM=6", "gemm_strip RM=6", 0.002, 0.002);
    private static final DeviceInfo DEVICE =
            new DeviceInfo("opencl", 0, "a device", DeviceInfo.Kind.CPU, "a driver", 2, 1, 10);

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--max-time 0 | 2 | --max-time: the time must be positive, but is 0.0",
                "--backend cpu | 4 | there is nothing to tune about backend 'cpu'",
                "--device nonsense | 4 | nonsense",
                "--json /nowhere/x | 2 | --json: there is no folder /nowhere"
            })
    void faultsAreOneLine(String flags, int code, String fault) {
        Session session = Session.run(folder, ("tune " + flags).split(" "));
        assertThat(session.exitCode()).as(session.err()).isEqualTo(code);
        assertThat(session.err()).startsWith("error: ").contains(fault).hasLineCount(1);
        assertThat(session.out()).isEmpty();
    }

    @Test
    void aCacheThatCannotBeWrittenIsNamedBeforeAnythingIsMeasured() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "in the way");
        Session session = Session.run(folder, "tune", "--backend", "opencl", "--cache-dir", file.toString());
        assertThat(session.exitCode()).isEqualTo(1);
        assertThat(session.err())
                .startsWith("error: " + file)
                .contains("can't be written")
                .hasLineCount(1);
    }

    @Test
    void aNamedTuningThatIsNotThereIsAnError() {
        Session session = Session.run(
                folder,
                "train",
                "--backend",
                "opencl",
                "--data",
                "synthetic",
                "--tuning",
                folder.resolve("no").toString());
        assertThat(session.exitCode()).isEqualTo(4);
        assertThat(session.err()).isEqualTo("error: " + folder.resolve("no") + ": no such file\n");
    }

    @Test
    void theTableSetsDefaultBesideTuned() {
        TuningReport report = new TuningReport(
                DEVICE,
                "tuning.txt",
                true,
                true,
                List.of(FASTER, SAME),
                List.of(new TuningReport.Rejection("nn 256 1024 1024", "gemm_strip RM=9", "no answer within 10 s")));
        assertThat(TuningTable.of(report, false).lines())
                .containsExactly(
                        "products                  default        tuned     ratio  chosen",
                        "nn 256 1024 1024        4.0000 ms    1.0000 ms    4.00 x  gemm_strip RM=4",
                        "tn 1024 16 64           2.0000 ms    2.0000 ms    1.00 x  default",
                        "rejected gemm_strip RM=9 for nn 256 1024 1024: no answer within 10 s",
                        "result   1 of 2 kinds of products changed, 2.00 x as fast in the geometric",
                        "         mean; in use from now on: tuning.txt");
        assertThat(TuningTable.of(report, true)).hasLineCount(1).startsWith("result   1 of 2");
    }

    @Test
    void aPipeGetsLinesAndATerminalABar() {
        assertThat(watch(false))
                .isEqualTo("tuned    nn 256 1024 1024: default 4.0000 ms, now 1.0000 ms, 4.00 x\nnote     a note\n");
        String bar = watch(true);
        assertThat(bar)
                .contains("\r[############            ] 5/10 nn 256 1024 1024: gemm_strip RM=4")
                .contains("note     a note\n");
        for (String line : bar.split("[\r\n]", -1)) {
            assertThat(line.length()).isLessThan(80);
        }
        assertThat(bar).endsWith("\r");
    }

    private static String watch(boolean terminal) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        TuningProgress progress =
                new TuningProgress(new PrintStream(bytes, true, StandardCharsets.UTF_8), true, terminal, 79);
        progress.onCandidate(5, 10, "nn 256 1024 1024", "gemm_strip RM=4" + " LONG=1".repeat(20));
        progress.onTuned(FASTER);
        progress.onNote("a note");
        progress.onCandidate(6, 10, "nn 256 1024 1024", "gemm_strip RM=6");
        progress.end();
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
