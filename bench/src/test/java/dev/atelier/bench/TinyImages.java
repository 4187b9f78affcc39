package dev.atelier.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** A data set of a few small images that a linear model can tell apart, as IDX files of MNIST's names. */
public final class TinyImages {
    /** Images in each of the two sets. */
    public static final int COUNT = 300;

    private static final int SIDE = 4;
    private static final int CLASSES = 10;
    private static final int IMAGES = 0x803;
    private static final int LABELS = 0x801;

    private TinyImages() {}

    /** Writes the four files. */
    public static Path write(Path folder) throws IOException {
        for (String set : new String[] {"train", "t10k"}) {
            Random random = new Random(set.length());
            ByteBuffer images = ByteBuffer.allocate(16 + COUNT * SIDE * SIDE)
                    .putInt(IMAGES)
                    .putInt(COUNT)
                    .putInt(SIDE)
                    .putInt(SIDE);
            ByteBuffer labels = ByteBuffer.allocate(8 + COUNT).putInt(LABELS).putInt(COUNT);
            for (int i = 0; i < COUNT; i++) {
                int label = i % CLASSES;
                labels.put((byte) label);
                for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
                    images.put((byte) (pixel == label ? 255 : random.nextInt(2) * random.nextInt(60)));
                }
            }
            Files.write(folder.resolve(set + "-images-idx3-ubyte"), images.array());
            Files.write(folder.resolve(set + "-labels-idx1-ubyte"), labels.array());
        }
        return folder;
    }
}
