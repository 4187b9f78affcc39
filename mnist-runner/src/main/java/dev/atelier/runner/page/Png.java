package dev.atelier.runner.page;

import dev.atelier.runner.data.WholeFile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Pictures as PNG. */
public final class Png {
    private Png() {}

    /** Returns a picture as PNG; in memory, since Image I/O by itself needs a folder for temporary files that can be written. */
    static byte[] bytes(BufferedImage picture) {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(png)) {
            ImageIO.write(picture, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return png.toByteArray();
    }

    /**
     * Writes a picture, whole or not at all, as {@link WholeFile#writeBytes} does.
     *
     * @throws IOException if it can't be written
     */
    public static void write(Path file, BufferedImage picture) throws IOException {
        WholeFile.writeBytes(file, bytes(picture));
    }
}
