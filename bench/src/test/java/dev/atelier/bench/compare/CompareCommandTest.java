package dev.atelier.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.bench.CommandRun;
import dev.atelier.bench.TinyImages;
import dev.atelier.runner.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompareCommandTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "--batch-sizes 0; at least 1",
                "--squares 0; at least 1",
                "--rounds 0; at least 1",
                "--max-epochs 0; at least 1",
                "--precision fp16; expected one of fp32, tf32, 3xtf32, but is 'fp16'",
                "--binding x; must be lwjgl or jocl, but is 'x'",
                "--target-accuracy 1.5; at most 1",
                "--png /no/such/folder/x.png; --png: there is no folder",
                "--html /; --html",
                "--json /; --json"
            })
    void refusesWhatMakesNoSense(String arguments, String message) {
        CommandRun run = CommandRun.of(CompareCommand::new, arguments.split(" "));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(message);
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "--devices cpu:0 --precision tf32; needs a device with tensor cores, and backend 'cpu' computes in fp32",
                "--devices opencl:0 --precision 3xtf32; it has none that OpenCL can use"
            })
    void aDeviceWithoutTensorCoresIsOneLineAndItsExitCode(String arguments, String message, @TempDir Path folder)
            throws IOException {
        String all = arguments + " --data " + TinyImages.write(folder);
        CommandRun run = CommandRun.of(CompareCommand::new, all.split(" "));
        assertThat(run.code()).as(run.err()).isEqualTo(ExitCode.DEVICE.code());
        assertThat(run.err().lines())
                .singleElement()
                .asString()
                .startsWith("error: precision ")
                .contains(message);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void measuresEverythingThatItPromises(@TempDir Path folder) throws IOException {
        Path json = folder.resolve("x.json");
        Path png = folder.resolve("x.png");
        Path html = folder.resolve("x.html");
        String arguments = "--devices cpu:0 --data " + TinyImages.write(folder)
                + " --batch-sizes 8 --squares 16 --hidden 16 --rounds 2 --max-epochs 2 --threads 1 --json " + json
                + " --png " + png + " --html " + html;
        CommandRun run = CommandRun.of(CompareCommand::new, arguments.split(" "));
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.tooLongLines()).isEmpty();
        assertThat(run.out())
                .contains("Matrix products", "square", "Training steps", "an epoch, batch 128")
                .containsPattern("times a dense epoch of cpu +[0-9]");
        assertThat(Files.readString(json))
                .contains("\"environment\":{\"processor\"", "\"precision\":\"fp32\"")
                .contains("\"peak_gflops\":{\"n\":3", "\"bandwidth_gbytes_per_second\":{\"n\":3")
                .contains("\"product\":\"input-gradient-2\",\"batch\":8,\"gflops\":{\"n\":2")
                .contains("\"epoch\":{\"batch\":128,\"samples\":300,\"seconds\":{\"n\":2")
                .containsPattern("\"times_dense_cpu\":\\{\"n\":2,\"median\":[0-9]")
                .contains("\"time_to_target\":{\"seconds\":{\"n\":2");
        assertThat(ImageIO.read(png.toFile()).getWidth()).isGreaterThan(900);
        assertThat(Files.readString(html)).contains(">cpu:0", "<caption>Training steps</caption>");
    }
}
