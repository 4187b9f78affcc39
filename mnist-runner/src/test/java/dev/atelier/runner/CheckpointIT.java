package dev.atelier.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.engine.backend.BackendProvider;
import dev.atelier.runner.data.Bars;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs that end before their time, as processes of their own: killed, interrupted, without a disk, without a device. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CheckpointIT {
    private static final int KILLS = 20;
    private static final int LONGEST_LIFE_MILLISECONDS = 150;

    private final List<Process> started = new ArrayList<>();

    @TempDir
    Path folder;

    @BeforeEach
    void drawBars() throws IOException {
        Bars.writeFolder(folder.resolve("data"), 1);
    }

    @AfterEach
    void endWhatIsLeft() {
        started.forEach(Process::destroyForcibly);
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private String[] training(String... args) {
        return join(new String[] {"train", "--data", file("data")}, args);
    }

    private Process start(List<String> command) throws IOException {
        File errors = folder.resolve("stderr").toFile();
        Process process = new ProcessBuilder(command).redirectError(errors).start();
        started.add(process);
        return process;
    }

    private Process start(String... args) throws IOException {
        return start(new ProgramProcess(folder).command(training(args)));
    }

    private String errors() throws IOException {
        return Files.readString(folder.resolve("stderr"));
    }

    private int finish(Process process) throws IOException, InterruptedException {
        process.getInputStream().readAllBytes();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private static String[] join(String[] first, String... second) {
        return Stream.concat(Stream.of(first), Stream.of(second)).toArray(String[]::new);
    }

    /** Reads until a line begins with {@code start}. */
    private void await(BufferedReader out, String start) throws IOException {
        String line = out.readLine();
        while (line != null && !line.startsWith(start)) {
            line = out.readLine();
        }
        assertThat(line).as("'%s' in the output; errors: %s", start, errors()).isNotNull();
    }

    /** Every step is saved, so that most of the kills hit the writing of a checkpoint. */
    @Test
    void aRunThatIsKilledAgainAndAgainEndsAsOneThatIsNot() throws IOException, InterruptedException {
        String[] run = {
            "--backend",
            "cpu",
            "--threads",
            "1",
            "--hidden",
            "7",
            "--batch-size",
            "1",
            "--epochs",
            "60",
            "--patience",
            "60"
        };
        assertThat(finish(start(join(run, "--save-model", file("whole")))))
                .as(errors())
                .isZero();
        Random random = new Random(20261125);
        String[] saved = join(run, "--checkpoint-dir", file("c"), "--resume");
        for (int kill = 0; kill < KILLS; kill++) {
            Process process = start(join(saved, "--checkpoint-every", "1"));
            try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
                // Now at the start, now when there is something to go on from.
                await(out, kill % 2 == 0 ? "epoch " : "training ");
                Thread.sleep(random.nextInt(LONGEST_LIFE_MILLISECONDS));
                process.destroyForcibly().waitFor();
            }
            assertThat(errors()).as("no checkpoint is damaged").doesNotContain("warning");
        }
        Process last = start(join(saved, "--checkpoint-every", "1h", "--save-model", file("resumed")));
        String output = new String(last.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(finish(last)).as(errors()).isZero();
        assertThat(output).as("the kills left something to go on from").contains("resumed  " + file("c"));
        assertThat(errors()).as("kills came before the end").doesNotContain("warning");
        assertThat(folder.resolve("resumed")).hasSameBinaryContentAs(folder.resolve("whole"));
        try (Stream<Path> files = Files.list(folder.resolve("c"))) {
            assertThat(files.map(path -> path.getFileName().toString()))
                    .as("nothing is left half written")
                    .allMatch(name -> name.endsWith(".safetensors") || name.equals(".lock"))
                    .hasSize(4);
        }
    }

    private Process startLongRun(String... more) throws IOException {
        return start(join(
                new String[] {
                    "--backend", "cpu", "--hidden", "7", "--checkpoint-dir", file("c"), "--epochs", "100000000"
                },
                more));
    }

    private static void signal(Process process, String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    @Test
    void interruptWritesACheckpointAndSaysHowToGoOn() throws IOException, InterruptedException {
        Process process = startLongRun();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            await(out, "epoch 3/");
            signal(process, "INT");
            await(out, "saved    " + file("c"));
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(ExitCode.INTERRUPTED.code());
        assertThat(errors()).contains("to go on: atelier train --resume " + file("c"));
        Process again = start("--resume", file("c"), "--pause-after", "4");
        try (BufferedReader out = again.inputReader(StandardCharsets.UTF_8)) {
            await(out, "resumed  " + file("c"));
        }
    }

    @Test
    void theSecondInterruptEndsAtOnceWhatDoesNotHeedTheFirst() throws IOException, InterruptedException {
        List<String> command = new ProgramProcess(folder).command();
        command.set(command.indexOf(Atelier.class.getName()), StubbornMain.class.getName());
        Process process = start(command);
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            await(out, "ready");
            signal(process, "INT");
            await(out, "asked to stop");
            assertThat(process.waitFor(200, TimeUnit.MILLISECONDS)).isFalse();
            signal(process, "INT");
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(process.exitValue()).isEqualTo(ExitCode.INTERRUPTED.code());
    }

    /** Both signals are there when the process wakes up, while it writes one checkpoint after another. */
    @Test
    void aSecondInterruptDamagesNothing() throws IOException, InterruptedException {
        Process process = startLongRun("--checkpoint-every", "1");
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            await(out, "epoch 2/");
            signal(process, "STOP");
            signal(process, "INT");
            signal(process, "TERM");
            signal(process, "CONT");
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(process.exitValue()).isEqualTo(ExitCode.INTERRUPTED.code());
        Process again = start("--resume", file("c"));
        try (BufferedReader out = again.inputReader(StandardCharsets.UTF_8)) {
            await(out, "resumed  " + file("c"));
        }
        assertThat(errors()).doesNotContain("warning");
    }

    /** A limit on the size of files acts as a full disk does: the first bytes are written, the last are not. */
    @Test
    void aFullDiskDoesNotEndTheRunButItsExitCodeTellsOfIt() throws IOException, InterruptedException {
        String[] run = {"--backend", "cpu", "--hidden", "7", "--checkpoint-dir", file("c"), "--batch-size", "32"};
        assertThat(finish(start(join(run, "--epochs", "2")))).as(errors()).isZero();
        List<String> limited = new ArrayList<>(List.of("bash", "-c", "ulimit -f 2; exec \"$@\"", "bash"));
        String[] more = {"--resume", "--checkpoint-dir", file("c"), "--epochs", "4"};
        limited.addAll(new ProgramProcess(folder).command(training(more)));
        Process process = start(limited);
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("epoch 4/4")
                .contains("all epochs done");
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(errors()).isEqualTo(ExitCode.FAILURE.code());
        String last = file("c/checkpoint-0000000020.safetensors");
        assertThat(errors())
                .contains(
                        "warning: " + file("c/checkpoint-0000000030.safetensors") + ": the checkpoint can't be written")
                .contains("training goes on")
                .contains("error: " + file("c/checkpoint-0000000040.safetensors") + ": the checkpoint can't be written")
                .contains("the last good one is " + last)
                .doesNotContain("\tat ");
        assertThat(finish(start(more)))
                .as("the old ones are whole: %s", errors())
                .isZero();
        assertThat(errors()).doesNotContain("warning");
    }

    private Process startOnVanishingDevice(String... more) throws IOException {
        return start(new ProgramProcess(folder)
                .service(BackendProvider.class, VanishingBackendProvider.class)
                .command(training(more)));
    }

    @Test
    void aVanishedDeviceIsOneLineThatNamesTheLastCheckpoint() throws IOException, InterruptedException {
        Process process = startOnVanishingDevice(
                "--backend", "vanishing", "--hidden", "7", "--epochs", "1000", "--checkpoint-dir", file("c"));
        assertThat(finish(process)).as(errors()).isEqualTo(ExitCode.DEVICE.code());
        assertThat(errors())
                .contains("error: the device failed: clFinish: CL_DEVICE_NOT_AVAILABLE (-2) lost on the bus")
                .contains("the last good checkpoint is " + file("c/checkpoint-"))
                .doesNotContain("\tat ");
        Process again = start("--resume", file("c"), "--backend", "cpu", "--pause-after", "20");
        try (BufferedReader out = again.inputReader(StandardCharsets.UTF_8)) {
            await(out, "resumed  " + file("c"));
        }
        assertThat(errors()).contains("its bits will not be those");
    }

    /** The device vanishes after a hundred transfers; an epoch that was not saved by then is computed again. */
    @Test
    void withFallbackARunGoesOnOnAnotherBackendFromTheLastCheckpoint() throws IOException, InterruptedException {
        Process process = startOnVanishingDevice(
                "--backend",
                "vanishing",
                "--fallback",
                "cpu",
                "--hidden",
                "7",
                "--epochs",
                "200",
                "--checkpoint-dir",
                file("c"));
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(finish(process)).as(errors()).isEqualTo(ExitCode.DONE.code());
        assertThat(errors())
                .contains("warning: the device failed: clFinish: CL_DEVICE_NOT_AVAILABLE (-2) lost on the bus;"
                        + " the last good checkpoint is " + file("c/checkpoint-"))
                .contains("; going on on cpu")
                .contains("its bits will not be those")
                .doesNotContain("error:")
                .doesNotContain("\tat ");
        assertThat(output).contains("resumed  " + file("c/checkpoint-")).contains("epoch 200/200");
        Stream<String> epochs =
                output.lines().filter(line -> line.startsWith("epoch ")).map(line -> line.split("/", 2)[0]);
        assertThat(epochs.distinct()).as("each epoch: %s", output).hasSize(200);
    }
}
