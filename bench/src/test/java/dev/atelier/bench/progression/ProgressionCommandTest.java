package dev.atelier.bench.progression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.bench.CommandRun;
import dev.atelier.bench.ProductShape;
import dev.atelier.bench.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressionCommandTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "--shapes 8x8; is no product",
                "--shapes 8x9x10:tn; write 8x9x10 instead of 8x9x10:tn",
                "--shapes 0x8x8; at least 1",
                "--rounds 0; --rounds must be at least 1",
                "--png /no/such/folder/x.png; --png: there is no folder",
                "--json /; --json"
            })
    void refusesWhatMakesNoSense(String arguments, String message) {
        CommandRun run = CommandRun.of(ProgressionCommand::new, arguments.split(" "));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(message);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void measuresEveryStepThatItPromises(@TempDir Path folder) throws IOException {
        Path json = folder.resolve("x.json");
        Path png = folder.resolve("x.png");
        Path html = folder.resolve("x.html");
        String arguments =
                "--device opencl:0 --shapes 33x17x9 --rounds 2 --json " + json + " --png " + png + " --html " + html;
        CommandRun run = CommandRun.of(ProgressionCommand::new, arguments.split(" "));
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.tooLongLines()).isEmpty();
        assertThat(run.out())
                .contains("[33][9] x [9][17] on opencl:0", "1 naive", "4 register", "6 packed", "gemm_")
                .contains("peak of fused multiply-adds");
        assertThat(run.err()).contains("step 5 vectors: verifying");
        assertThat(Files.readString(json))
                .contains("\"environment\":{\"processor\"", "\"m\":33,\"n\":17,\"k\":9")
                .contains("{\"step\":\"1 naive\",\"after\":\"\"", "\"times_naive\":{\"n\":2,\"median\":1.0")
                .contains("\"step\":\"6 packed strip\",\"after\":\"5 vectors\"", "\"of_peak\":");
        assertThat(ImageIO.read(png.toFile()).getWidth()).isGreaterThan(900);
        assertThat(Files.readString(html)).contains("<caption>[33][9] x [9][17] on opencl:0</caption>");
    }

    @Test
    void theRatiosAreThoseToTheStepThatIsChanged() {
        StepResult naive = new StepResult("1", "", "", new Sample(8, 8));
        StepResult better = new StepResult("2", "1", "", new Sample(4, 2));
        StepResult aside = new StepResult("3a", "2", "", new Sample(2, 2));
        StepResult best = new StepResult("3b", "2", "", new Sample(1, 1));
        ShapeResult result = new ShapeResult(ProductShape.square(1000), List.of(naive, better, aside, best));
        assertThat(result.before(best)).isSameAs(better);
        assertThat(best.speedUp(result.before(best)).median()).isEqualTo(3); // 4/1 and 2/1
        assertThat(best.speedUp(result.naive()).median()).isEqualTo(8);
        assertThat(naive.speed(result.shape()).median()).isEqualTo(0.25);
    }
}
