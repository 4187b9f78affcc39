package dev.atelier.runner.command;

import dev.atelier.runner.data.IdxBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Images of 4 x 3 in three classes that a small network learns at once: class c has row c bright. */
final class Bars {
    static final int HEIGHT = 4;
    static final int WIDTH = 3;
    static final int TEST_IMAGES = 60;

    private Bars() {}

    /** Writes 300 images to train on and 60 to test with. */
    static void write(Path folder) throws IOException {
        split(folder, "train", 300, 1);
        split(folder, "t10k", TEST_IMAGES, 2);
    }

    private static void split(Path folder, String prefix, int count, long seed) throws IOException {
        Random random = new Random(seed);
        byte[] pixels = new byte[count * HEIGHT * WIDTH];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = random.nextInt(3);
            for (int p = 0; p < HEIGHT * WIDTH; p++) {
                pixels[i * HEIGHT * WIDTH + p] = (byte) (random.nextInt(100) + (p / WIDTH == labels[i] ? 120 : 0));
            }
        }
        Files.write(
                folder.resolve(prefix + "-images-idx3-ubyte"),
                IdxBytes.file(0x803, new int[] {count, HEIGHT, WIDTH}, pixels));
        Files.write(folder.resolve(prefix + "-labels-idx1-ubyte"), IdxBytes.labels(labels));
    }
}
