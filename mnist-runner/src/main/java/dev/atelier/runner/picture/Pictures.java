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
