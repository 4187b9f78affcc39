package dev.atelier.runner.picture;

import dev.atelier.runner.data.DataException;
import dev.atelier.runner.data.FileFault;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;

/** Decodes PNG files, and what else Java's image library knows: JPEG, GIF, BMP. */
final class PictureFile {
    /** More than a telephone's camera makes. */
    static final long MAX_PIXELS = 1L << 25;

    /** What is read; Java knows more formats, which nobody draws digits in. */
    private static final Set<String> FORMATS = Set.of("png", "jpeg", "gif", "bmp");

    /**
     * No file of these formats becomes so many times larger when it is decoded: GIF's longest code stands for 4096 pixels in twelve
     * bits, and PNG's deflate packs 1032 : 1.
     */
    private static final long MAX_RATIO = 4096;

    /** Decoded picture, samples, and what framing makes of them, in bytes for each pixel. */
    private static final long WORKING_BYTES = 24;

    private static final int WHITE = 1;
    private static final int BLACK = 0;

    private PictureFile() {}

    /**
     * Reads a picture as grey: colours by their luminance (Rec. 601). What is transparent counts as white paper, or as black if
     * there is nothing to be seen on white.
     *
     * @throws DataException if the file can't be read or decoded, or the picture is larger than {@link #MAX_PIXELS}
     */
    static GreyPicture read(Path file) {
        BufferedImage image = decode(file);
        GreyPicture picture = grey(image, WHITE);
        return image.getColorModel().hasAlpha() && isPlain(picture) ? grey(image, BLACK) : picture;
    }

    private static BufferedImage decode(Path file) {
        try {
            if (Files.isDirectory(file)) {
                throw fault(file, "is a folder, not a picture");
            } else if (Files.size(file) == 0) {
                throw fault(file, "is empty: it has 0 bytes");
            }
            try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
                return decode(file, in, readerOf(file, in));
            }
        } catch (IOException e) {
            throw new DataException(file + ": can't be read: " + FileFault.reason(e), e);
        }
    }

    private static ImageReader readerOf(Path file, ImageInputStream in) throws IOException {
        Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            if (FORMATS.contains(reader.getFormatName().toLowerCase(Locale.ROOT))) {
                return reader;
            }
            reader.dispose();
        }
        throw fault(file, "is not a picture: neither PNG nor JPEG, GIF or BMP");
    }

    private static BufferedImage decode(Path file, ImageInputStream in, ImageReader reader) {
        try {
            reader.setInput(in, true, true);
            checkSize(file, in.length(), reader);
            return reader.read(0);
        } catch (DataException e) {
            throw e;
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            // Decoders meet damaged files with all kinds of unchecked exceptions, and make room for what headers
            // promise.
            throw new DataException(file + ": can't be decoded: the picture is damaged: " + e.getMessage(), e);
        } finally {
            reader.dispose();
        }
    }

    /** Checks, before any memory is taken, that a picture is not larger than it may be, nor than the file can hold. */
    private static void checkSize(Path file, long bytes, ImageReader reader) throws IOException {
        int width = reader.getWidth(0);
        int height = reader.getHeight(0);
        String size = "has " + width + " x " + height + " pixels, ";
        long pixels = (long) width * height;
        if (width < 1 || height < 1) {
            throw fault(file, size + "which is no picture");
        } else if (pixels > MAX_PIXELS) {
            throw fault(file, size + "more than the " + MAX_PIXELS + " that are read");
        }
        ImageTypeSpecifier type = reader.getRawImageType(0);
        int bits = type == null ? Byte.SIZE : type.getColorModel().getPixelSize();
        if (pixels * bits / Byte.SIZE > bytes * MAX_RATIO) {
            throw fault(file, size + "which " + bytes + " bytes can't hold: the picture is damaged");
        }
        if (pixels * WORKING_BYTES > Runtime.getRuntime().maxMemory()) {
            throw fault(file, size + "which take more memory than Java may use; raise it with -Xmx");
        }
    }

    private static GreyPicture grey(BufferedImage image, int background) {
        int height = image.getHeight();
        int width = image.getWidth();
        float[] samples = new float[height * width];
        ColorModel colours = image.getColorModel();
        if (colours.getNumColorComponents() == 1 && !(colours instanceof IndexColorModel)) {
            readGrey(image.getRaster(), colours, background, samples);
        } else {
            readColour(image, background, samples);
        }
        return new GreyPicture(height, width, samples);
    }

    /** Java would take grey samples for linear light and brighten them, so they are read as they stand in the file. */
    private static void readGrey(Raster raster, ColorModel colours, int background, float[] samples) {
        float white = (1 << colours.getComponentSize(0)) - 1;
        boolean alpha = colours.hasAlpha();
        int width = raster.getWidth();
        for (int y = 0; y < raster.getHeight(); y++) {
            for (int x = 0; x < width; x++) {
                float grey = raster.getSample(raster.getMinX() + x, raster.getMinY() + y, 0) / white;
                float cover = alpha ? raster.getSample(raster.getMinX() + x, raster.getMinY() + y, 1) / white : 1;
                samples[y * width + x] = cover * grey + (1 - cover) * background;
            }
        }
    }

    private static void readColour(BufferedImage image, int background, float[] samples) {
        int width = image.getWidth();
        int[] row = new int[width];
        for (int y = 0; y < image.getHeight(); y++) {
            image.getRGB(0, y, width, 1, row, 0, width);
            for (int x = 0; x < width; x++) {
                float cover = (row[x] >>> 24) / 255f;
                float grey = luminance(row[x]);
                samples[y * width + x] = cover * grey + (1 - cover) * background;
            }
        }
    }

    /** Returns {@code 0.299 R + 0.587 G + 0.114 B}, from 0 to 1; the weights are integers so that grey stays exactly grey. */
    private static float luminance(int rgb) {
        return (299 * (rgb >> 16 & 0xff) + 587 * (rgb >> 8 & 0xff) + 114 * (rgb & 0xff)) / 255_000f;
    }

    private static boolean isPlain(GreyPicture picture) {
        for (float sample : picture.samples()) {
            if (sample != picture.samples()[0]) {
                return false;
            }
        }
        return true;
    }

    private static DataException fault(Path file, String what) {
        return new DataException(file + ": " + what);
    }
}
