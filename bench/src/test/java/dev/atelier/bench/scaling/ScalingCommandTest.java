package dev.atelier.bench.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.bench.CommandRun;
import dev.atelier.bench.TinyImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScalingCommandTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "--batch-sizes 0; at least 1",
                "--hidden-sizes -1; at least 1",
                "--threads 0; at least 1",
                "--rounds 0; at least 1",
                "--png /no/such/folder/x.png; --png: there is no folder",
                "--html /; --html",
                "--json /; --json"
            })
    void refusesWhatMakesNoSense(String arguments, String message) {
        CommandRun run = CommandRun.of(ScalingCommand::new, arguments.split(" "));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(message);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void refusesABatchThatTheImagesDoNotFill(@TempDir Path folder) throws IOException {
        String arguments = "--devices cpu:0 --batch-sizes 8,301 --data " + TinyImages.write(folder);
        CommandRun run = CommandRun.of(ScalingCommand::new, arguments.split(" "));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("only " + TinyImages.COUNT + " training images");
    }

    @Test
    void measuresEverythingThatItPromises(@TempDir Path folder) throws IOException {
        Path json = folder.resolve("x.json");
        Path png = folder.resolve("x.png");
        Path html = folder.resolve("x.html");
        String arguments = "--devices cpu:0 --data " + TinyImages.write(folder)
                + " --batch-sizes 8,16 --hidden-sizes 10 --rounds 2 --threads 2,1 --json " + json + " --png " + png
                + " --html " + html;
        CommandRun run = CommandRun.of(ScalingCommand::new, arguments.split(" "));
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.tooLongLines()).isEmpty();
        assertThat(run.out()).contains("Batch size: cpu:0, 2 threads", "Hidden units", "Threads of the cpu backend");
        assertThat(Files.readString(json))
                .contains("\"environment\":{\"processor\"", "\"by_batch\":[{\"device\":\"cpu:0, 2 threads\"")
                .contains("\"batch\":16,\"hidden\":1000,\"microseconds\":{\"n\":2")
                .contains("\"batch\":128,\"hidden\":10,\"microseconds\":{\"n\":2")
                .contains("\"by_threads\":[{\"threads\":1", "{\"threads\":2", "\"peak_gflops\":{\"n\":6");
        assertThat(ImageIO.read(png.toFile()).getWidth()).isGreaterThan(900);
        assertThat(Files.readString(html)).contains("<caption>Hidden units: cpu:0, 2 threads</caption>");
    }
}
