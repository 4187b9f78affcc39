package dev.atelier.runner.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.runner.data.DataException;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntBinaryOperator;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PicturesTest {
    private static final int SIZE = 28;

    @TempDir
    Path folder;

    /** A lower-case h in MNIST's form: its box has 20 rows, and its centre of mass, computed by hand, is at (14.4, 13.8). */
    private static int[][] figure() {
        int[][] pixels = new int[SIZE][SIZE];
        for (int y = 2; y < 22; y++) {
            pixels[y][9] = 255;
            pixels[y][10] = 128;
        }
        for (int x = 11; x < 20; x++) {
            pixels[12][x] = 255;
        }
        for (int y = 13; y < 22; y++) {
            pixels[y][19] = 255;
        }
        return pixels;
    }

    /** The figure's rows moved so that the centre of mass is as MNIST has it, found with plain sums. */
    private static int[][] centred(int[][] pixels) {
        double mass = 0;
        double rows = 0;
        double columns = 0;
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                mass += pixels[y][x];
                rows += y * pixels[y][x];
                columns += x * pixels[y][x];
            }
        }
        int down = (int) Math.round(14 - rows / mass);
        int right = (int) Math.round(14 - columns / mass);
        int[][] moved = new int[SIZE][SIZE];
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                if (pixels[y][x] > 0) {
                    moved[y + down][x + right] = pixels[y][x];
                }
            }
        }
        return moved;
    }

    private Path save(BufferedImage image, String name) throws IOException {
        Path file = folder.resolve(name);
        ImageIO.write(image, "png", file.toFile());
        return file;
    }

    private static BufferedImage image(int height, int width, int type, IntBinaryOperator argb) {
        BufferedImage image = new BufferedImage(width, height, type);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, argb.applyAsInt(y, x));
            }
        }
        return image;
    }

    /** A grey picture whose samples are exactly these, whatever Java thinks of grey as a colour. */
    private static BufferedImage grey(int[][] pixels, int type) {
        BufferedImage image = new BufferedImage(pixels[0].length, pixels.length, type);
        for (int y = 0; y < pixels.length; y++) {
            image.getRaster().setPixels(0, y, pixels[0].length, 1, pixels[y]);
        }
        return image;
    }

    private static int[] flat(int[][] pixels) {
        return Arrays.stream(pixels).flatMapToInt(Arrays::stream).toArray();
    }

    private static int[] unsigned(byte[] pixels) {
        int[] values = new int[pixels.length];
        Arrays.setAll(values, i -> pixels[i] & 0xff);
        return values;
    }

    private static double meanDifference(int[] a, int[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += Math.abs(a[i] - b[i]);
        }
        return sum / a.length;
    }

    @Test
    void pictureInTheFormOfMnistStaysAsItIs() throws IOException {
        int[][] figure = centred(figure());
        Path file = save(grey(figure, BufferedImage.TYPE_BYTE_GRAY), "figure.png");
        assertThat(unsigned(Pictures.framed(file, SIZE, SIZE))).containsExactly(flat(figure));
        assertThat(unsigned(Pictures.raw(file, SIZE, SIZE))).containsExactly(flat(figure));
    }

    /** The same figure, large, off the middle, dark on coloured paper with noise or transparent: nearly the same pixels. */
    @ParameterizedTest
    @CsvSource({"7, white", "7, paper", "7, transparent", "7, black", "3, noise", "31, white"})
    void sizePlaceColoursAndPaperDoNotMatter(int zoom, String paper) throws IOException {
        int[][] figure = figure();
        Random random = new Random(3);
        BufferedImage image = image(SIZE * zoom + 40, SIZE * zoom + 90, BufferedImage.TYPE_INT_ARGB, (y, x) -> {
            int row = (y - 35) / zoom;
            int column = (x - 5) / zoom;
            boolean inside = y >= 35 && x >= 5 && row < SIZE && column < SIZE;
            int ink = inside ? figure[row][column] : 0;
            int rest = 255 - ink;
            return switch (paper) {
                case "white" -> new Color(rest, rest, rest).getRGB();
                case "paper" -> new Color(20 + 210 * rest / 255, 10 + 200 * rest / 255, 150 * rest / 255).getRGB();
                case "transparent" -> ink << 24;
                case "black" -> new Color(ink, ink, 0).getRGB();
                default -> {
                    int grey = Math.max(0, Math.min(255, (int) (rest * 0.9 + 10 * random.nextDouble())));
                    yield new Color(grey, grey, grey).getRGB();
                }
            };
        });
        int[] found = unsigned(Pictures.framed(save(image, "large.png"), SIZE, SIZE));
        int[] expected = flat(centred(figure));
        assertThat(meanDifference(found, expected)).isLessThan(1);
        assertThat(Arrays.stream(found).max().orElse(0)).isEqualTo(255);
    }

    @Test
    void anyImageSizeOfANetworkIsFilledInTheSameProportion() throws IOException {
        BufferedImage square = image(300, 300, BufferedImage.TYPE_INT_RGB, (y, x) -> {
            boolean ink = Math.abs(x - 150) < 60 && Math.abs(y - 150) < 60;
            return ink ? 0 : 0xffffff;
        });
        Path file = save(square, "square.png");
        for (int[] size : new int[][] {{14, 14}, {56, 56}, {8, 8}, {28, 14}}) {
            int[] pixels = unsigned(Pictures.framed(file, size[0], size[1]));
            double ink = Arrays.stream(pixels).sum() / 255.0;
            double side = Math.min(size[0], size[1]) * 20 / 28.0;
            assertThat(Math.sqrt(ink)).as("%d x %d", size[0], size[1]).isCloseTo(side, within(0.5));
        }
    }

    @Test
    void thinStrokesOfAHugePictureAreStillInk() throws IOException {
        BufferedImage image = new BufferedImage(2000, 1500, BufferedImage.TYPE_BYTE_BINARY);
        Graphics2D pen = image.createGraphics();
        pen.setColor(Color.WHITE);
        pen.fillRect(0, 0, 2000, 1500);
        pen.setColor(Color.BLACK);
        pen.drawLine(700, 200, 800, 1300);
        pen.dispose();
        int[] pixels = unsigned(Pictures.framed(save(image, "line.png"), SIZE, SIZE));
        assertThat(Arrays.stream(pixels).max().orElse(0)).isEqualTo(255);
        assertThat(Arrays.stream(pixels).filter(p -> p > 60).count()).isBetween(15L, 60L);
    }

    @Test
    void greySamplesAreTakenAsTheyStandInTheFile() throws IOException {
        int[][] ramp = new int[1][256];
        Arrays.setAll(ramp[0], i -> i);
        int[][] fine = new int[1][256];
        Arrays.setAll(fine[0], i -> 257 * i);
        int[] expected = ramp[0];
        Path bytes = save(grey(ramp, BufferedImage.TYPE_BYTE_GRAY), "8.png");
        Path shorts = save(grey(fine, BufferedImage.TYPE_USHORT_GRAY), "16.png");
        Path colours = save(image(1, 256, BufferedImage.TYPE_INT_RGB, (y, x) -> 0x10101 * x), "rgb.png");
        for (Path file : new Path[] {bytes, shorts, colours}) {
            assertThat(unsigned(Pictures.raw(file, 1, 256))).as("%s", file).containsExactly(expected);
        }
    }

    private void assertRefused(Path file, String expected) {
        assertThatThrownBy(() -> Pictures.framed(file, SIZE, SIZE))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(expected);
    }

    @Test
    void whatIsNoPictureIsRefused() throws IOException {
        Path text = Files.writeString(folder.resolve("text.png"), "no picture");
        assertRefused(text, "is not a picture");
        assertRefused(Files.writeString(folder.resolve("empty.png"), ""), "0 bytes");
        assertRefused(folder, "is a folder");
        assertRefused(folder.resolve("none.png"), "no such file");
        Path sound = save(grey(figure(), BufferedImage.TYPE_BYTE_GRAY), "sound.png");
        byte[] bytes = Files.readAllBytes(sound);
        Path cut = Files.write(folder.resolve("cut.png"), Arrays.copyOf(bytes, bytes.length / 2));
        assertRefused(cut, "can't be decoded");
        bytes[bytes.length / 2] ^= 0x55;
        bytes[bytes.length / 2 + 1] ^= 0x55;
        assertRefused(Files.write(folder.resolve("damaged.png"), bytes), "can't be decoded");
    }

    @Test
    void pictureThatItsFileCannotHoldIsRefusedByItsHeader() throws IOException {
        Path file = Files.write(folder.resolve("empty.png"), header(5792, 5792, 16));
        assertRefused(file, "has 5792 x 5792 pixels, which 33 bytes can't hold");
    }

    @Test
    void formatsThatNobodyDrawsDigitsInAreNotTried() throws IOException {
        Path file = folder.resolve("digit.tiff");
        assertThat(ImageIO.write(image(9, 9, BufferedImage.TYPE_INT_RGB, (y, x) -> x), "tiff", file.toFile()))
                .isTrue();
        assertRefused(file, "is not a picture: neither PNG nor JPEG, GIF or BMP");
    }

    @Test
    void hugePictureIsRefusedByItsHeader() throws IOException {
        Path file = Files.write(folder.resolve("bomb.png"), header(60_000, 50_000, 8));
        assertRefused(file, "60000 x 50000 pixels, more than the 33554432");
    }

    /** Returns the beginning of a PNG file of colours with transparency. */
    private static byte[] header(int width, int height, int bits) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeLong(0x89504E470D0A1A0AL);
        ByteArrayOutputStream chunk = new ByteArrayOutputStream();
        DataOutputStream header = new DataOutputStream(chunk);
        header.write("IHDR".getBytes(StandardCharsets.US_ASCII));
        header.writeInt(width);
        header.writeInt(height);
        header.write(new byte[] {(byte) bits, 6, 0, 0, 0});
        out.writeInt(chunk.size() - 4);
        out.write(chunk.toByteArray());
        CRC32 checksum = new CRC32();
        checksum.update(chunk.toByteArray());
        out.writeInt((int) checksum.getValue());
        return bytes.toByteArray();
    }

    @Test
    void pictureWithNothingOnItIsRefused() throws IOException {
        for (int colour : new int[] {0xffffffff, 0xff000000, 0xff804020, 0}) {
            Path file = save(image(50, 40, BufferedImage.TYPE_INT_ARGB, (y, x) -> colour), "plain.png");
            assertRefused(file, "there is nothing on it");
        }
    }

    @Test
    void rawDemandsTheNetworksSize() throws IOException {
        Path file = save(image(20, 30, BufferedImage.TYPE_INT_RGB, (y, x) -> x), "other.png");
        assertThatThrownBy(() -> Pictures.raw(file, SIZE, SIZE))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("has 30 x 20 pixels, but the network sees 28 x 28");
    }
}
