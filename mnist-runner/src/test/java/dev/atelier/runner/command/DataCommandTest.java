package dev.atelier.runner.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.runner.Session;
import dev.atelier.runner.data.IdxBytes;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataCommandTest {
    private static final int HEIGHT = 12;
    private static final int WIDTH = 9;

    @TempDir
    Path folder;

    /** Random images in three classes, of which two have samples. */
    @BeforeEach
    void write() throws IOException {
        for (String split : new String[] {"train", "t10k"}) {
            byte[] pixels = new byte[5 * HEIGHT * WIDTH];
            new Random(4).nextBytes(pixels);
            byte[] images = IdxBytes.file(0x803, new int[] {5, HEIGHT, WIDTH}, pixels);
            Files.write(folder.resolve(split + "-images-idx3-ubyte"), images);
            Files.write(folder.resolve(split + "-labels-idx1-ubyte"), IdxBytes.labels(new int[] {2, 0, 2, 2, 0}));
        }
    }

    private Session data(String... more) {
        String[] args = new String[more.length + 3];
        args[0] = "data";
        args[1] = "--data";
        args[2] = folder.toString();
        System.arraycopy(more, 0, args, 3, more.length);
        return Session.run(folder, args);
    }

    @Test
    void imagesAreCounted() {
        assertThat(data("--json", "-").json())
                .containsEntry("height", (long) HEIGHT)
                .containsEntry("width", (long) WIDTH)
                .containsEntry("train", List.of(2L, 0L, 3L));
        assertThat(data().out())
                .containsPattern("5 \\+ 5 test images of 12 x 9,\\s+3\\s+classes")
                .contains("    2         3         3");
    }

    /** The backends draw the same random numbers and compute in integers, so nothing may differ. */
    @ParameterizedTest
    @ValueSource(strings = {"affine", "elastic"})
    void eachBackendDrawsTheSamePicture(String kind) throws IOException {
        for (String backend : new String[] {"cpu", "opencl"}) {
            Path png = folder.resolve(backend + ".png");
            Session session = data("--augment", kind, "--png", png.toString(), "--backend", backend);
            assertThat(session.exitCode()).as(session.err()).isZero();
            assertThat(session.out().replaceAll("\\s+", " "))
                    .contains("wrote " + png + ": " + kind + ", rotate 10, scale 0.1");
        }
        BufferedImage picture = ImageIO.read(folder.resolve("cpu.png").toFile());
        // Eleven versions of two samples, each pixel twice as large, with gaps.
        assertThat(picture.getWidth()).isEqualTo(11 * (2 * WIDTH + 2) + 6);
        assertThat(picture.getHeight()).isEqualTo(2 * (2 * HEIGHT + 2) + 2);
        assertThat(Files.readAllBytes(folder.resolve("cpu.png")))
                .isEqualTo(Files.readAllBytes(folder.resolve("opencl.png")));
    }

    @Test
    void anotherSeedDrawsOtherDistortions() throws IOException {
        byte[][] pictures = new byte[3][];
        for (int i = 0; i < pictures.length; i++) {
            Path png = folder.resolve(i + ".png");
            data("--augment", "affine", "--png", png.toString(), "--seed", Integer.toString(i / 2), "--backend", "cpu");
            pictures[i] = Files.readAllBytes(png);
        }
        assertThat(pictures[1]).isEqualTo(pictures[0]).isNotEqualTo(pictures[2]);
    }
}
