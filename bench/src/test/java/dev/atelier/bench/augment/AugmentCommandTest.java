package dev.atelier.bench.augment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.bench.CommandRun;
import dev.atelier.bench.TinyImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AugmentCommandTest {
    @Test
    void measuresEachDistortionWithEachOptimizer(@TempDir Path folder) throws IOException {
        Path json = folder.resolve("x.json");
        String arguments =
                "--devices cpu:0 --data " + TinyImages.write(folder) + " --batch-size 8 --rounds 2 --json " + json;
        CommandRun run = CommandRun.of(AugmentCommand::new, arguments.split(" "));
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.tooLongLines()).isEmpty();
        assertThat(run.out()).contains("Epochs at batch 8", "nesterov", "% more than undistorted");
        for (String optimizer : new String[] {"sgd", "nesterov"}) {
            for (String images : new String[] {"none", "affine", "elastic"}) {
                assertThat(Files.readString(json))
                        .contains("\"optimizer\":\"" + optimizer + "\",\"augmentation\":\"" + images
                                + "\",\"seconds\":{\"n\":2");
            }
        }
    }

    @Test
    void refusesWhatMakesNoSense() {
        CommandRun run = CommandRun.of(AugmentCommand::new, "--rounds", "0");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("--rounds must be at least 1");
    }
}
