package dev.atelier.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.runner.data.Bars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The program does the same wherever it runs: in other languages, in folders with any name, with little memory or one processor. */
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SurroundingsIT {
    /** Nobody can make a file there, not even root. */
    private static final String READ_ONLY = "/proc";

    private static final String TRAIN = "train --data data --backend cpu --hidden 9 --epochs 3 --batch-size 7 --seed 5";

    @TempDir
    static Path folder;

    @BeforeAll
    static void trainInUsualSurroundings() throws IOException, InterruptedException {
        Bars.writeFolder(folder.resolve("data"), 1);
        trainEverything("usual");
    }

    private static String[] words(String command, String... more) {
        return Stream.concat(Stream.of(command.split(" ", -1)), Stream.of(more)).toArray(String[]::new);
    }

    /** Trains and writes all kinds of files, whose names begin with {@code name}. */
    private static String trainEverything(String name, String... options) throws IOException, InterruptedException {
        ProgramProcess.Outcome outcome = new ProgramProcess(folder)
                .options(options)
                .run(words(
                        TRAIN,
                        "--save-model",
                        name + ".safetensors",
                        "--report",
                        name + ".html",
                        "--json",
                        name + ".json"));
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        Files.writeString(folder.resolve(name + ".out"), outcome.out());
        return outcome.err();
    }

    /** Returns a text without its numbers, as long as they are written as in English: times differ from run to run. */
    private static String wording(String file) throws IOException {
        String name = file.substring(0, file.indexOf('.'));
        return Files.readString(folder.resolve(file))
                .replace(name, "NAME")
                .replaceAll("\\d{1,3}(,\\d{3})+|\\d+(\\.\\d+)?([Ee]-?\\d+)?k?", "#")
                .replaceAll("\\s+", " ");
    }

    private static void checkSame(String name) throws IOException {
        assertThat(folder.resolve(name + ".safetensors")).hasSameBinaryContentAs(folder.resolve("usual.safetensors"));
        for (String kind : new String[] {".out", ".html", ".json"}) {
            assertThat(wording(name + kind)).as(name + kind).isEqualTo(wording("usual" + kind));
        }
    }

    /** Decimal commas; an i without a dot as the small letter of I; digits of its own. */
    @ParameterizedTest
    @ValueSource(strings = {"de-DE", "tr-TR", "ar-EG"})
    void inAnotherLanguage(String tag) throws IOException, InterruptedException {
        String[] parts = tag.split("-", -1);
        trainEverything(tag, "-Duser.language=" + parts[0], "-Duser.country=" + parts[1]);
        checkSame(tag);
    }

    @Test
    void onOneProcessor() throws IOException, InterruptedException {
        trainEverything("one-processor", "-XX:ActiveProcessorCount=1");
        assertThat(folder.resolve("one-processor.safetensors"))
                .hasSameBinaryContentAs(folder.resolve("usual.safetensors"));
    }

    /** Pictures are drawn and written, too, which Image I/O would need temporary files for. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void whereNeitherHomeNorTheFolderForTemporaryFilesCanBeWritten() throws IOException, InterruptedException {
        trainEverything("read-only", "-Duser.home=" + READ_ONLY, "-Djava.io.tmpdir=" + READ_ONLY);
        checkSame("read-only");
        ProgramProcess.Outcome outcome = new ProgramProcess(folder)
                .options("-Djava.io.tmpdir=" + READ_ONLY)
                .run(words(TRAIN.replace("cpu", "opencl"), "--binding", "lwjgl"));
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.DEVICE.code());
        assertThat(outcome.err())
                .isEqualToNormalizingWhitespace("error: backend 'opencl' can't be used: LWJGL's native library can't be"
                        + " unpacked: no folder can be made in /proc; name another with -Djava.io.tmpdir=FOLDER");
    }

    /** Made by a shell, since the JVM of the tests may not know such names. */
    @ParameterizedTest
    @ValueSource(strings = {"cpu", "opencl"})
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void inAFolderWithBlanksAndAccents(String backend) throws IOException, InterruptedException {
        String script = "d=$(printf \"$0\"); rm -rf \"$d\"; mkdir -p \"$d\" && cp -r data \"$d/data $d\" &&"
                + " ATELIER_CACHE=\"$PWD/$d/cache $d\" && export ATELIER_CACHE &&"
                + " \"$@\" --data \"$PWD/$d/data $d\" --save-model \"$d/model $d\" --report \"$d/$d.html\""
                + " --checkpoint-dir \"$d/runs $d\" --log-dir \"$d/log $d\" --json \"$d/$d.json\" &&"
                + " cp \"$d/model $d\" accents.safetensors && ls \"$d\" | wc -l";
        ProgramProcess program = new ProgramProcess(folder).environment("LC_ALL", "C.UTF-8");
        List<String> command =
                new ArrayList<>(List.of("bash", "-c", script, "Gr\\303\\266\\303\\237e \\342\\210\\232"));
        command.addAll(program.command(words(TRAIN.replace(" --data data", "").replace("cpu", backend))));
        ProgramProcess.Outcome outcome = program.start(command).await();
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        int files = backend.equals("cpu") ? 6 : 7;
        assertThat(outcome.out().lines().reduce("", (a, b) -> b).strip())
                .as("data, model, page, result, checkpoints, log and the cache of programs")
                .isEqualTo(Integer.toString(files));
        if (backend.equals("cpu")) {
            assertThat(folder.resolve("accents.safetensors"))
                    .hasSameBinaryContentAs(folder.resolve("usual.safetensors"));
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aResultThatStandardOutputDoesNotTakeIsAnError() throws IOException, InterruptedException {
        ProgramProcess program = new ProgramProcess(folder);
        List<String> command = new ArrayList<>(List.of("bash", "-c", "exec \"$@\" >/dev/full", "bash"));
        command.addAll(program.command(words(TRAIN, "--json", "-")));
        ProgramProcess.Outcome outcome = program.start(command).await();
        assertThat(outcome.exitCode()).isEqualTo(ExitCode.FAILURE.code());
        assertThat(outcome.err())
                .contains("error: standard output can't be written")
                .doesNotContain("\tat ");
    }

    /** 70,000 images are 55 MB. */
    @Test
    void withAHeapOf256MegabytesOrToldThatItIsTooSmall() throws IOException, InterruptedException {
        String[] run = words("train --data synthetic --backend cpu --hidden 16 --epochs 1 --max-time 0.1");
        ProgramProcess.Outcome enough =
                new ProgramProcess(folder).options("-Xmx256m").run(run);
        assertThat(enough.exitCode()).as(enough.err()).isZero();
        ProgramProcess.Outcome tooSmall =
                new ProgramProcess(folder).options("-Xmx40m").run(run);
        assertThat(tooSmall.exitCode()).isEqualTo(ExitCode.FAILURE.code());
        assertThat(tooSmall.err()).contains("error: ", "memory", "-Xmx").doesNotContain("\tat ");
    }
}
