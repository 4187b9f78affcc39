package dev.atelier.runner.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Writes small data sets that can be learned: images of 4 x 3 in three classes, of which class c has row c bright. */
public final class Bars {
    private Bars() {}

    /** Writes the four files of a set of 300 training and 60 test images. */
    public static void writeFolder(Path folder, long seed) throws IOException {
        Files.createDirectories(folder);
        writeSplit(folder, "train", 300, seed);
        writeSplit(folder, "t10k", 60, seed + 1);
    }

    private static void writeSplit(Path folder, String prefix, int count, long seed) throws IOException {
        Random random = new Random(seed);
        byte[] pixels = new byte[count * 12];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = random.nextInt(3);
            for (int p = 0; p < 12; p++) {
                pixels[i * 12 + p] = (byte) (random.nextInt(100) + (p / 3 == labels[i] ? 120 : 0));
            }
        }
        Files.write(
                folder.resolve(prefix + "-images-idx3-ubyte"), IdxBytes.file(0x803, new int[] {count, 4, 3}, pixels));
        Files.write(folder.resolve(prefix + "-labels-idx1-ubyte"), IdxBytes.labels(labels));
    }
}
