package dev.atelier.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.runner.data.IdxBytes;
import dev.atelier.runner.model.ModelFile;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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
        File errors = folder.resolve("stderr").toFile();
        Process process = new ProcessBuilder(new ProgramProcess(folder).command(args))
                .redirectError(errors)
                .start();
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
    void interruptEndsTheLivePageAndItsRun() throws Exception {
        IdxBytes.writeFolder(folder.resolve("data"));
        Process process = start(
                "serve",
                "--port",
                "0",
                "--backend",
                "cpu",
                "--data",
                folder.resolve("data").toString());
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            String line = out.readLine();
            while (line != null && !line.startsWith("serving  ")) {
                line = out.readLine();
            }
            assertThat(line).as(errors()).isNotNull();
            String url = line.split(" +", -1)[1];
            HttpClient client = HttpClient.newHttpClient();
            HttpRequest begin = HttpRequest.newBuilder(URI.create(url + "api/start"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{\"epochs\":\"100000000\",\"hidden\":\"3\"}"))
                    .build();
            assertThat(client.send(begin, HttpResponse.BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
            HttpRequest events =
                    HttpRequest.newBuilder(URI.create(url + "events")).build();
            // The stream of events stays open, and must not hold up the end.
            try (Stream<String> lines =
                    client.send(events, HttpResponse.BodyHandlers.ofLines()).body()) {
                assertThat(lines.anyMatch(event -> event.startsWith("event: progress")))
                        .isTrue();
            }
        }
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(errors()).isZero();
        assertThat(errors()).doesNotContain("error", "\tat ");
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
