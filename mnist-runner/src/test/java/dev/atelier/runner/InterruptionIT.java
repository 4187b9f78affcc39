package dev.atelier.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.runner.data.IdxBytes;
import dev.atelier.runner.model.ModelFile;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the program as a process of its own: signals, exit codes and the two output streams are those that a shell sees. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InterruptionIT {
    private final List<Process> started = new ArrayList<>();

    @TempDir
    Path folder;

    private Process start(String... args) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-Djava.io.tmpdir=" + folder,
                Atelier.class.getName()));
        command.addAll(List.of(args));
        File errors = folder.resolve("stderr").toFile();
        Process process = new ProcessBuilder(command).redirectError(errors).start();
        started.add(process);
        return process;
    }

    /** A JVM that was started with the signal ignored, as a shell does for commands in the background, never stops. */
    @AfterEach
    void endWhatIsLeft() {
        started.forEach(Process::destroyForcibly);
    }

    private String errors() throws IOException {
        return Files.readString(folder.resolve("stderr"));
    }

    private void stopBySignal(String signal) throws IOException, InterruptedException {
        IdxBytes.writeFolder(folder.resolve("data"));
        Path model = folder.resolve("model");
        Path json = folder.resolve("json");
        Process process = start(
                "train",
                "--data",
                folder.resolve("data").toString(),
                "--backend",
                "cpu",
                "--hidden",
                "3",
                "--epochs",
                "100000000",
                "--save-model",
                model.toString(),
                "--json",
                json.toString());
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            String line = out.readLine();
            while (line != null && !line.startsWith("epoch 3/")) {
                line = out.readLine();
            }
            assertThat(line).as(errors()).isNotNull();
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            while (line != null && !line.startsWith("time ")) {
                line = out.readLine();
            }
            assertThat(line).as("the summary is printed: %s", errors()).contains("interrupted");
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(ExitCode.INTERRUPTED.code());
        assertThat(ModelFile.read(model).weights().spec().toString()).isEqualTo("20-3-3");
        assertThat(Session.parseJson(Files.readString(json))).containsEntry("stopped_by", "interrupt");
    }

    @Test
    void interruptSavesWhatWasLearned() throws IOException, InterruptedException {
        stopBySignal("INT");
    }

    @Test
    void terminationSavesWhatWasLearned() throws IOException, InterruptedException {
        stopBySignal("TERM");
    }

    @Test
    void faultsReachTheShell() throws IOException, InterruptedException {
        Process process = start("train", "--data", folder.resolve("none").toString(), "--backend", "cpu");
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(ExitCode.DATA.code());
        assertThat(errors()).contains("no such folder").doesNotContain("\tat ");
        process = start("--nonsense");
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(ExitCode.USAGE.code());
        assertThat(errors()).startsWith("error: Unknown option");
    }
}
