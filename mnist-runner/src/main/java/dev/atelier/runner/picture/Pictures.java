package dev.atelier.runner.picture;

import dev.atelier.runner.data.DataException;
import java.nio.file.Path;

/** Reads picture files as the input of a network. */
public final class Pictures {
    private Pictures() {}

    /**
     * Reads a picture of any size and frames it as MNIST's images are.
     *
     * @return unsigned intensities {@code [height][width]}, 0 for paper to 255 for ink
     * @throws DataException if the file can't be read or decoded, is too large, or there is nothing on it
     */
    public static byte[] framed(Path file, int height, int width) {
        try {
            return DigitFraming.frame(PictureFile.read(file), height, width);
        } catch (IllegalArgumentException e) {
            throw new DataException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Frames a picture as MNIST's images are.
     *
     * @param samples unsigned intensities {@code [rows][columns]}, of any size; paper is what most of the border is
     * @return unsigned intensities {@code [height][width]}, 0 for paper to 255 for ink
     * @throws IllegalArgumentException if the samples are not as many as the size says, or there is nothing on the picture
     */
    public static byte[] framed(byte[] samples, int rows, int columns, int height, int width) {
        float[] grey = new float[samples.length];
        for (int i = 0; i < grey.length; i++) {
            grey[i] = (samples[i] & 0xFF) / 255f;
        }
        return DigitFraming.frame(new GreyPicture(rows, columns, grey), height, width);
    }

    /**
     * Reads a picture as it is.
     *
     * @return unsigned intensities {@code [height][width]}, 0 for black to 255 for white
     * @throws DataException if the file can't be read or decoded, or is not of this size
     */
    public static byte[] raw(Path file, int height, int width) {
        GreyPicture picture = PictureFile.read(file);
        if (picture.height() != height || picture.width() != width) {
            throw new DataException(file + ": has " + picture.width() + " x " + picture.height()
                    + " pixels, but the network sees " + width + " x " + height
                    + "; without --raw a picture is scaled to fit");
        }
        byte[] pixels = new byte[height * width];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) Math.round(255 * picture.samples()[i]);
        }
        return pixels;
    }
}
