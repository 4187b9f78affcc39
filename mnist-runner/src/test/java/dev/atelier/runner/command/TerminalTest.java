package dev.atelier.runner.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.runner.Session;
import dev.atelier.runner.data.IdxBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What commands print has at most 80 columns, and no colour where none is wanted: in a pipe and on a terminal. */
class TerminalTest {
    private static final int LABEL = 9;

    @TempDir
    static Path folder;

    @BeforeAll
    static void train() throws IOException {
        IdxBytes.writeFolder(folder.resolve("data"));
        StringBuilder table = new StringBuilder("a name that is rather long,another one of these,place,price\n");
        for (int i = 0; i < 40; i++) {
            table.append(i)
                    .append(',')
                    .append(i * i % 7)
                    .append(i % 2 == 0 ? ",here," : ",there,")
                    .append(3 * i);
            table.append('\n');
        }
        Files.writeString(folder.resolve("t.csv"), table);
        run(false, "train --data DIR/data --backend cpu --hidden 3 --epochs 2 --save-model DIR/m");
        run(false, "train --data DIR/t.csv --target price --backend cpu --epochs 2 --save-model DIR/t");
        run(false, "train --data DIR/t.csv --target place --backend cpu --epochs 2 --save-model DIR/c");
    }

    private static Session run(boolean terminal, String command) {
        String[] args = command.replace("DIR", folder.toString()).split(" ", -1);
        Session session = terminal
                ? Session.runOnTerminal(folder.resolve("cache"), args)
                : Session.run(folder.resolve("cache"), args);
        assertThat(session.exitCode()).as("%s: %s", command, session.err()).isZero();
        return session;
    }

    /** A line that can't be broken, since a single word follows its label, may be longer. */
    private static boolean fits(String line) {
        return line.length() <= 80 || line.indexOf(' ', LABEL) < 0;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "train --data DIR/data --backend cpu --hidden 3 --epochs 2 --augment elastic --dropout 0.25 --label-smoothing"
                        + " 0.1 --clip-norm 1 --ema 0.99 --weight-decay 0.01 --val-size 2 --checkpoint-dir DIR/checkpoints",
                "train --data DIR/data --hidden 3 --recipe fast --epochs 1 --report DIR/run.html",
                "train --data DIR/data --backend opencl --hidden 3 --epochs 1",
                "train --data DIR/t.csv --target price --epochs 2 --val-size 8",
                "train --data DIR/t.csv --target place --epochs 2 --val-size 8",
                "eval DIR/m --data DIR/data",
                "eval DIR/t --data DIR/t.csv",
                "eval DIR/c --data DIR/t.csv",
                "predict DIR/m --index 0-3 --data DIR/data",
                "predict DIR/m --index 0-3 --data DIR/data --quiet",
                "devices",
                "devices --verify --backend cpu",
                "data --data DIR/data --augment elastic --png DIR/distorted.png",
                "report DIR/m --data DIR/data --html DIR/m.html --png DIR/png",
                "report DIR/t --data DIR/t.csv --html DIR/t.html",
                "export DIR/m --output DIR/model.onnx",
                "lab list",
                "lab run neuron error-signal backprop markov --html DIR/lab.html --png DIR/lab",
                "version",
                "--help"
            })
    void linesFit80Columns(String command) {
        for (boolean terminal : new boolean[] {false, true}) {
            Session session = run(terminal, command.replace("/checkpoints", "/checkpoints" + terminal));
            for (String line : (session.out() + session.err()).split("[\r\n]+", -1)) {
                assertThat(fits(line.stripTrailing()))
                        .as("%s prints a line of %d columns: %s", command, line.length(), line)
                        .isTrue();
            }
            assertThat(session.out() + session.err()).as("NO_COLOR").doesNotContain("\u001b");
            if (!terminal) {
                assertThat(session.out()).as("nothing is drawn over in a pipe").doesNotContain("\r");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "train", "eval", "data", "devices", "predict", "export", "tune", "report", "lab", "serve", "bundle",
                "version"
            })
    void helpFits80Columns(String command) {
        assertThat(run(false, command + " --help").out().lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void quietPrintsTheResultAlone() {
        assertThat(run(false, "train --data DIR/data --backend cpu --hidden 3 --epochs 2 --quiet")
                        .out())
                .startsWith("result   ")
                .hasLineCount(1);
        assertThat(run(false, "eval DIR/m --data DIR/data --quiet").out())
                .startsWith("result   ")
                .hasLineCount(1);
        assertThat(run(false, "devices --quiet").out()).contains("cpu:0");
        assertThat(run(false, "lab run neuron --quiet").out()).isEqualToNormalizingNewlines("neuron        holds\n");
        for (String silent : new String[] {
            "report DIR/m --data DIR/data --html DIR/quiet.html --quiet", "export DIR/m --output DIR/quiet.onnx --quiet"
        }) {
            assertThat(run(false, silent).out()).isEmpty();
        }
    }
}
