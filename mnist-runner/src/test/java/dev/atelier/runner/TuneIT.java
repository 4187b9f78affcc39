package dev.atelier.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.runner.data.IdxBytes;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tuning as processes of their own see it: killed, interrupted, at once, and beside training. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TuneIT {
    private final List<Process> started = new ArrayList<>();

    @TempDir
    Path folder;

    @BeforeEach
    void makeData() throws IOException {
        IdxBytes.writeFolder(folder.resolve("data"));
    }

    @AfterEach
    void endWhatIsLeft() {
        started.forEach(Process::destroyForcibly);
    }

    private Process start(String name, String... args) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(new ProgramProcess(folder).command(args))
                .redirectError(folder.resolve(name).toFile());
        builder.environment().put("ATELIER_CACHE", folder.resolve("cache").toString());
        Process process = builder.start();
        started.add(process);
        return process;
    }

    private String end(String name, Process process, ExitCode code) throws IOException, InterruptedException {
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        String errors = Files.readString(folder.resolve(name));
        assertThat(process.exitValue()).as("%s: %s%s", name, out, errors).isEqualTo(code.code());
        assertThat(errors).as(name).isEmpty();
        return out;
    }

    private Process train(String name, Path model) throws IOException {
        return start(
                name,
                "train",
                "--backend",
                "opencl",
                "--data",
                folder.resolve("data").toString(),
                "--hidden",
                "40",
                "--epochs",
                "3",
                "--save-model",
                model.toString(),
                "--json",
                folder.resolve(name + ".json").toString());
    }

    private static void readUntil(Process process, String start) throws IOException {
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String line = out.readLine();
        while (line != null && !line.startsWith(start)) {
            line = out.readLine();
        }
        assertThat(line).as("a line that begins with '%s'", start).isNotNull();
    }

    @Test
    void aKilledTuningGoesOnWhileOthersTuneAndTrain() throws IOException, InterruptedException {
        Process killed = start("killed", "tune", "--backend", "opencl");
        readUntil(killed, "tuned    nn 256 1024 1024: default ");
        List<ProcessHandle> children = killed.descendants().toList();
        assertThat(children).as("candidates are tried in another process").isNotEmpty();
        killed.destroyForcibly().waitFor();
        for (ProcessHandle child : children) {
            child.onExit().orTimeout(30, TimeUnit.SECONDS).join();
        }

        Process first = start("first", "tune", "--backend", "opencl", "--max-time", "4");
        Process second = start("second", "tune", "--backend", "opencl", "--max-time", "4", "--json", "-");
        Path untuned = folder.resolve("untuned");
        Process training = train("training", untuned);
        String text = end("first", first, ExitCode.DONE);
        second.getInputStream().transferTo(Files.newOutputStream(folder.resolve("second.json")));
        assertThat(second.waitFor()).isZero();
        String other = Files.readString(folder.resolve("second"));
        assertThat(text + other)
                .contains("note     going on from ")
                .contains("note     waiting for another process that tunes this device");
        assertThat(text + other).contains("nn 256 1024 1024").contains("result   ");
        Map<String, Object> json = Session.parseJson(Files.readString(folder.resolve("second.json")));
        assertThat(json).containsEntry("complete", "true").containsEntry("backend", "opencl");
        assertThat((List<?>) json.get("products")).isNotEmpty();
        end("training", training, ExitCode.DONE);

        assertThat(tuning("training")).matches("presets \\(not tuned\\)|\\d+ kinds of products tuned .*");
        sameTuningFileGivesTheSameBits();
    }

    private void sameTuningFileGivesTheSameBits() throws IOException, InterruptedException {
        Path one = folder.resolve("one");
        Path two = folder.resolve("two");
        String out = end("third", train("third", one), ExitCode.DONE);
        end("fourth", train("fourth", two), ExitCode.DONE);
        assertThat(out).containsPattern("(?m)^tuning   \\d+ kinds of products tuned on 2.*\\s+.*tuning.txt$");
        assertThat(tuning("third")).isEqualTo(tuning("fourth")).contains("kinds of products tuned on ");
        assertThat(Files.mismatch(one, two)).isEqualTo(-1);
    }

    private String tuning(String name) throws IOException {
        return (String) Session.parseJson(Files.readString(folder.resolve(name + ".json")))
                .get("tuning");
    }

    @Test
    void interruptKeepsWhatIsDone() throws IOException, InterruptedException {
        Process process = start("interrupted", "tune", "--backend", "opencl");
        readUntil(process, "tuned    nn 256 1024 1024: default ");
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        String rest = end("interrupted", process, ExitCode.INTERRUPTED);
        assertThat(rest).contains("result   stopped after 1 kinds of products, not in use yet; call again to go on");
        assertThat(folder.resolve("cache/opencl/tuning.txt")).content().contains("[unfinished]");
    }
}
