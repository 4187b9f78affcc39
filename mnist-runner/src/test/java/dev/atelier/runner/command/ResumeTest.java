package dev.atelier.runner.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.runner.ExitCode;
import dev.atelier.runner.Session;
import dev.atelier.runner.data.Bars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that was stopped and resumed ends, byte for byte, as one that was not. */
class ResumeTest {
    private static final int STEPS_PER_EPOCH = 10;

    @TempDir
    Path folder;

    @BeforeEach
    void drawBars() throws IOException {
        Bars.writeFolder(folder.resolve("data"), 1);
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    /** Runs a command of four epochs, unless it says otherwise. */
    private Session train(String... more) {
        List<String> options = new ArrayList<>(List.of("--hidden", "7", "--batch-size", "32"));
        if (!List.of(more).contains("--epochs")) {
            options.addAll(List.of("--epochs", "4"));
        }
        options.addAll(List.of(more));
        return start(options.toArray(String[]::new));
    }

    /** Runs a command with nothing but where the data lie. */
    private Session start(String... more) {
        List<String> arguments = new ArrayList<>(List.of("train"));
        if (!List.of(more).contains("--data")) {
            arguments.addAll(List.of("--data", file("data").toString()));
        }
        arguments.addAll(List.of(more));
        return Session.run(folder, arguments.toArray(String[]::new));
    }

    private static String[] join(String[] first, String... second) {
        return Stream.concat(Stream.of(first), Stream.of(second)).toArray(String[]::new);
    }

    private List<Path> checkpoints(String name) throws IOException {
        try (Stream<Path> files = Files.list(file(name))) {
            return files.filter(path -> path.toString().endsWith(".safetensors"))
                    .sorted()
                    .toList();
        }
    }

    private static void succeeds(Session session) {
        assertThat(session.exitCode()).as(session.err()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--optimizer sgd",
                "--optimizer momentum --weight-decay 0.001",
                "--optimizer nesterov --schedule constant",
                "--optimizer rmsprop",
                "--optimizer adam",
                "--optimizer adamw --weight-decay 0.01",
                "--patience 2 --activation tanh --stop-weight-change 1e-9",
                "--augment elastic --elastic-sigma 1",
                "--dropout 0.3 --label-smoothing 0.1 --clip-norm 0.5 --ema 0.9 --schedule cosine",
                "--recipe fast"
            })
    void everyOptimizerGoesOnFromAnyStep(String options) throws IOException {
        String[] run = join(options.split(" ", -1), "--backend", "cpu");
        succeeds(train(join(run, "--save-model", "" + file("whole"))));
        succeeds(train(join(run, "--checkpoint-dir", "" + file("c"), "--checkpoint-every", "7", "--keep", "99")));
        assertThat(checkpoints("c")).hasSizeGreaterThanOrEqualTo(6);
        for (Path checkpoint : checkpoints("c")) {
            succeeds(start(
                    "--resume",
                    checkpoint.toString(),
                    "--checkpoint-dir",
                    file("d-" + checkpoint.getFileName()).toString(),
                    "--save-model",
                    file("resumed").toString()));
            assertThat(file("resumed")).as("%s", checkpoint).hasSameBinaryContentAs(file("whole"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "opencl"})
    @SuppressWarnings("unchecked")
    void twoEpochsAndTwoMoreAreFour(String backend) throws IOException {
        Session whole = train("--backend", backend, "--save-model", "" + file("whole"), "--json", "-");
        succeeds(whole);
        Session first =
                train("--backend", backend, "--checkpoint-dir", "" + file("c"), "--pause-after", "2", "--json", "-");
        succeeds(first);
        assertThat(first.json()).containsEntry("stopped_by", "interrupt").containsEntry("steps", 20L);
        assertThat(first.err()).contains("to go on: atelier train --resume " + file("c"));
        Session second = start(
                "--resume", "--checkpoint-dir", "" + file("c"), "--save-model", "" + file("resumed"), "--json", "-");
        succeeds(second);
        assertThat(file("resumed")).hasSameBinaryContentAs(file("whole"));
        Map<String, Object> json = second.json();
        for (String name :
                List.of("steps", "first_losses", "test_accuracy", "stopped_by", "backend", "learning_rate")) {
            assertThat(json).containsEntry(name, whole.json().get(name));
        }
        assertThat(json)
                .containsEntry("resumed_from", checkpoint("c", 20))
                .containsEntry("checkpoint", checkpoint("c", 40));
        List<Map<String, Object>> history = (List<Map<String, Object>>) json.get("history");
        List<Map<String, Object>> expected =
                (List<Map<String, Object>>) whole.json().get("history");
        List<Map<String, Object>> before =
                (List<Map<String, Object>>) first.json().get("history");
        assertThat(history).hasSize(4);
        double seconds = 0;
        for (int i = 0; i < 4; i++) {
            assertThat(history.get(i))
                    .containsEntry("train_loss", expected.get(i).get("train_loss"));
            assertThat(history.get(i))
                    .containsEntry("test_loss", expected.get(i).get("test_loss"));
            seconds += (double) history.get(i).get("seconds");
        }
        assertThat(history.subList(0, 2)).isEqualTo(before);
        assertThat((double) json.get("train_seconds")).isBetween(seconds - 1e-9, seconds + 1e-9);
    }

    private String checkpoint(String name, long steps) {
        return file(name)
                .resolve("checkpoint-%010d.safetensors".formatted(steps))
                .toString();
    }

    @Test
    void theMiddleOfAnEpochIsAPlaceToGoOnFromOnOpenCl() throws IOException {
        succeeds(train("--backend", "opencl", "--optimizer", "adam", "--save-model", "" + file("whole")));
        succeeds(train(
                "--backend",
                "opencl",
                "--optimizer",
                "adam",
                "--checkpoint-dir",
                "" + file("c"),
                "--checkpoint-every",
                "13",
                "--keep",
                "99"));
        for (long steps : new long[] {13, 26, 30, 39}) {
            succeeds(start(
                    "--resume",
                    checkpoint("c", steps),
                    "--checkpoint-dir",
                    file("d" + steps).toString(),
                    "--save-model",
                    file("resumed").toString()));
            assertThat(file("resumed")).as("step %d", steps).hasSameBinaryContentAs(file("whole"));
        }
    }

    @Test
    void aFinishedRunHasNothingLeftAndCanBeExtended() throws IOException {
        String[] run = {"--backend", "cpu", "--schedule", "constant", "--warmup", "0"};
        succeeds(train(join(run, "--save-model", "" + file("whole"))));
        String[] dir = {"--checkpoint-dir", file("c").toString()};
        succeeds(start(join(run, join(dir, "--hidden", "7", "--batch-size", "32", "--epochs", "2"))));
        Session again = start(join(dir, "--resume", "--json", "-"));
        succeeds(again);
        assertThat(again.json()).containsEntry("steps", 2L * STEPS_PER_EPOCH).containsEntry("stopped_by", "epochs");
        Session fewer = start(join(dir, "--resume", "--epochs", "1"));
        assertThat(fewer.exitCode()).isEqualTo(ExitCode.USAGE.code());
        assertThat(fewer.err()).contains("--epochs 1").contains("has 2 epochs behind it already");
        Session more = start(join(dir, "--resume", "--epochs", "4", "--save-model", "" + file("resumed")));
        succeeds(more);
        assertThat(more.err()).contains("from here on the learning rate is that of a run of 4");
        assertThat(file("resumed")).hasSameBinaryContentAs(file("whole"));
    }

    @Test
    void theLastCheckpointsAreKeptAndWhatIsDamagedIsPassedOver() throws IOException {
        String[] dir = {"--checkpoint-dir", file("c").toString()};
        succeeds(train(join(dir, "--backend", "cpu", "--save-model", "" + file("whole"))));
        assertThat(checkpoints("c"))
                .extracting(Path::toString)
                .containsExactly(checkpoint("c", 20), checkpoint("c", 30), checkpoint("c", 40));
        Files.write(Path.of(checkpoint("c", 40)), List.of("cut short"));
        byte[] bytes = Files.readAllBytes(Path.of(checkpoint("c", 30)));
        bytes[bytes.length / 2] ^= 1;
        Files.write(Path.of(checkpoint("c", 30)), bytes);
        Session named = start("--resume", checkpoint("c", 30));
        assertThat(named.exitCode()).isEqualTo(ExitCode.DATA.code());
        assertThat(named.err().lines()).hasSize(1);
        assertThat(named.err())
                .contains(checkpoint("c", 30) + ": is truncated or altered")
                .contains("the one before it is " + checkpoint("c", 20));
        Session session = start(join(dir, "--resume", "--save-model", "" + file("resumed")));
        succeeds(session);
        assertThat(session.err())
                .contains("warning: " + checkpoint("c", 40) + ": is truncated")
                .contains("warning: " + checkpoint("c", 30) + ": is truncated or altered");
        assertThat(session.out()).contains("resumed  " + checkpoint("c", 20));
        assertThat(file("resumed")).hasSameBinaryContentAs(file("whole"));
        succeeds(start("--resume", checkpoint("c", 40)));
        for (Path file : checkpoints("c")) {
            Files.write(file, new byte[50]);
        }
        Session none = start(join(dir, "--resume"));
        assertThat(none.exitCode()).isEqualTo(ExitCode.DATA.code());
        assertThat(none.err()).contains("error: " + file("c") + ": none of its 3 checkpoints is whole");
    }

    private void refused(ExitCode exitCode, String message, String... options) {
        Session session = start(options);
        assertThat(session.exitCode()).as(session.err()).isEqualTo(exitCode.code());
        assertThat(session.err()).contains(message).startsWith("error: ");
        assertThat(session.err().lines()).hasSize(1);
    }

    @Test
    void whatContradictsTheCheckpointIsRefusedWithBothValues() throws IOException {
        String[] resume = {"--resume", file("c").toString()};
        succeeds(train("--backend", "cpu", "--checkpoint-dir", "" + file("c"), "--pause-after", "1"));
        String[][] conflicts = {
            {"--batch-size 64 contradicts ", "--batch-size 32", "--batch-size", "64"},
            {"--hidden 8 contradicts ", "--hidden 7", "--hidden", "8"},
            {"--seed 2 contradicts ", "--seed 1", "--seed", "2"},
            {"--optimizer adam contradicts ", "--optimizer nesterov", "--optimizer", "adam"},
            {"--lr 0.3 contradicts ", "no --lr", "--lr", "0.3"},
            {"--patience 3 contradicts ", "--patience 0", "--patience", "3"},
        };
        for (String[] conflict : conflicts) {
            refused(ExitCode.USAGE, conflict[0], join(resume, conflict[2], conflict[3]));
            refused(ExitCode.USAGE, "by a run with " + conflict[1] + ";", join(resume, conflict[2], conflict[3]));
        }
        succeeds(start(join(resume, "--batch-size", "032", "--hidden", "7", "--seed", "1")));
    }

    @Test
    void whatIsUsualForTheDataMayBeGivenAgain() throws IOException {
        succeeds(start(
                "--data",
                "" + file("data"),
                "--quiet",
                "--backend",
                "cpu",
                "--checkpoint-dir",
                "" + file("c"),
                "--pause-after",
                "1"));
        succeeds(start(
                "--resume",
                "" + file("c"),
                "--epochs",
                "5",
                "--batch-size",
                "128",
                "--hidden",
                "1000",
                "--loss",
                "cross-entropy"));
    }

    @Test
    void otherDataAreRefused() throws IOException {
        succeeds(train("--backend", "cpu", "--checkpoint-dir", "" + file("c"), "--pause-after", "1"));
        Bars.writeFolder(file("other"), 2);
        refused(
                ExitCode.DATA,
                "is of a run on other data: on " + file("data"),
                "--quiet",
                "--data",
                "" + file("other"),
                "--resume",
                "" + file("c"));
        Files.move(file("data"), file("moved"));
        succeeds(start("--data", "" + file("moved"), "--resume", "" + file("c")));
    }

    @Test
    void checkpointsOfTwoRunsAreNotMixed() throws IOException {
        String[] dir = {"--checkpoint-dir", file("c").toString()};
        Session first = start(join(dir, "--resume", "--backend", "cpu", "--hidden", "7", "--epochs", "2"));
        succeeds(first);
        assertThat(first.err()).contains("has no checkpoint yet; the run begins at the beginning");
        refused(ExitCode.USAGE, "has the checkpoints of an earlier run; go on with it by --resume", dir);
        succeeds(start("--backend", "cpu", "--epochs", "1", "--hidden", "3", "--checkpoint-dir", "" + file("d")));
        Path of = checkpoints("d").get(0);
        refused(ExitCode.USAGE, "has checkpoints already, and not the one", join(dir, "--resume", of.toString()));
        refused(
                ExitCode.USAGE,
                "has newer checkpoints than",
                "--resume",
                checkpoints("c").get(0).toString());
    }

    @Test
    void faultyFlagsAreOneClearLine() throws IOException {
        Files.writeString(file("text"), "no folder");
        Files.createDirectories(file("empty"));
        refused(ExitCode.USAGE, "--resume needs a checkpoint, or --checkpoint-dir", "--resume");
        refused(ExitCode.USAGE, "--keep must be at least 1, but is 0", "--keep", "0");
        refused(ExitCode.USAGE, "'5 minutes' is neither a number of steps", "--checkpoint-every", "5 minutes");
        refused(ExitCode.USAGE, "--pause-after needs --checkpoint-dir", "--pause-after", "1");
        refused(
                ExitCode.USAGE,
                "--checkpoint-dir: " + file("text") + ": can't be",
                "--checkpoint-dir",
                "" + file("text"));
        refused(ExitCode.USAGE, "can't be written", "--checkpoint-dir", "/proc/atelier");
        refused(ExitCode.DATA, "no such file", "--resume", "" + file("none"));
        refused(ExitCode.DATA, "has no checkpoint", "--resume", "" + file("empty"));
        refused(ExitCode.DATA, "or no checkpoint", "--resume", "" + file("text"));
    }

    @Test
    void aLossThatIsNotFiniteLeavesTheLastGoodCheckpointAndNamesIt() throws IOException {
        Session session = train(
                "--quiet",
                "--backend",
                "cpu",
                "--lr",
                "1e30",
                "--weight-decay",
                "0.001",
                "--epochs",
                "50",
                "--checkpoint-every",
                "1",
                "--checkpoint-dir",
                "" + file("c"));
        assertThat(session.exitCode()).isEqualTo(ExitCode.DIVERGED.code());
        assertThat(session.err()).matches("(?s)error: the loss became .* at step \\d+; .*");
        List<Path> files = checkpoints("c");
        Path last = files.get(files.size() - 1);
        assertThat(session.err()).contains("the last good checkpoint is " + last);
        Session again = start("--quiet", "--resume", last.toString());
        assertThat(again.exitCode()).as("it can be read").isEqualTo(ExitCode.DIVERGED.code());
    }
}
