package dev.atelier.runner.data;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Makes small IDX files, written from the format's description and not with the code under test. */
public final class IdxBytes {
    private IdxBytes() {}

    /** Returns a file with this magic number, these sizes and these elements, whether or not they belong together. */
    public static byte[] file(int magic, int[] sizes, byte[] elements) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(magic);
            for (int size : sizes) {
                out.writeInt(size);
            }
            out.write(elements);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Returns a file of images whose pixel {@code i} is {@code 7 i}, cut to a byte. */
    public static byte[] images(int count, int height, int width) {
        byte[] pixels = new byte[count * height * width];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (7 * i);
        }
        return file(0x803, new int[] {count, height, width}, pixels);
    }

    /** Returns a file of labels. */
    public static byte[] labels(int... labels) {
        byte[] bytes = new byte[labels.length];
        for (int i = 0; i < labels.length; i++) {
            bytes[i] = (byte) labels[i];
        }
        return file(0x801, new int[] {labels.length}, bytes);
    }

    /** Returns {@code content} as gzip. */
    public static byte[] gzip(byte[] content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Writes the four files of a set of six training and four test images, 5 x 4 pixels, three classes. */
    public static void writeFolder(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.write(folder.resolve("train-images-idx3-ubyte"), images(6, 5, 4));
        Files.write(folder.resolve("train-labels-idx1-ubyte.gz"), gzip(labels(0, 1, 2, 2, 1, 0)));
        Files.write(folder.resolve("t10k-images-idx3-ubyte.gz"), gzip(images(4, 5, 4)));
        Files.write(folder.resolve("t10k-labels-idx1-ubyte"), labels(2, 1, 0, 1));
    }
}
