package dev.atelier.runner.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class IdxFileTest {
    @TempDir
    Path folder;

    @Test
    void readsImagesOfAnySizeGzippedOrNot() throws IOException {
        byte[] content = IdxBytes.images(3, 2, 5);
        for (byte[] stored : new byte[][] {content, IdxBytes.gzip(content)}) {
            Path file = Files.write(folder.resolve("images"), stored);
            IdxFile images = IdxFile.read(file, IdxFile.IMAGES);
            assertThat(new int[] {images.size(0), images.size(1), images.size(2)})
                    .containsExactly(3, 2, 5);
            assertThat(images.elements()).isEqualTo(Arrays.copyOfRange(content, 16, content.length));
        }
    }

    @Test
    void readsGzipOfSeveralMembers() throws IOException {
        byte[] content = IdxBytes.labels(1, 2, 3, 4, 5);
        ByteArrayOutputStream parts = new ByteArrayOutputStream();
        parts.write(IdxBytes.gzip(Arrays.copyOf(content, 6)));
        parts.write(IdxBytes.gzip(Arrays.copyOfRange(content, 6, content.length)));
        Path file = Files.write(folder.resolve("labels.gz"), parts.toByteArray());
        assertThat(IdxFile.read(file, IdxFile.LABELS).elements()).containsExactly(1, 2, 3, 4, 5);
    }

    @Test
    void checksumIsThatOfTheDecompressedFile() throws IOException {
        Path file = Files.write(folder.resolve("labels.gz"), IdxBytes.gzip(IdxBytes.labels(7)));
        // Python: zlib.crc32(b"\0\0\x08\x01\0\0\0\x01\x07")
        assertThat(IdxFile.read(file, IdxFile.LABELS).crc32()).isEqualTo(0x99c5_2d8eL);
    }

    static Stream<Arguments> faults() {
        byte[] good = IdxBytes.labels(1, 2, 3);
        byte[] zipped = IdxBytes.gzip(good);
        byte[] flipped = zipped.clone();
        flipped[zipped.length - 6] ^= 1;
        byte[] bomb = IdxBytes.gzip(IdxBytes.file(0x801, new int[] {100}, new byte[3_000_000]));
        return Stream.of(
                Arguments.of("empty", new byte[0], "truncated", "offset 0"),
                Arguments.of("cut in the header", Arrays.copyOf(good, 6), "truncated", "offset 6"),
                Arguments.of("cut in the elements", Arrays.copyOf(good, 10), "truncated", "offset 10 at the latest"),
                Arguments.of("one byte too many", Arrays.copyOf(good, 12), "after its end", "offset 11"),
                Arguments.of("images where labels should be", IdxBytes.images(1, 1, 1), "magic", "0x00000803"),
                Arguments.of("floats", IdxBytes.file(0xd01, new int[] {1}, new byte[4]), "magic", "offset 0"),
                Arguments.of("nothing in it", IdxBytes.file(0x801, new int[] {0}, new byte[0]), "dimension 0 is 0", ""),
                Arguments.of(
                        "a count of 2^32-1", IdxBytes.file(0x801, new int[] {-1}, new byte[9]), "offset 4", "promises"),
                Arguments.of(
                        "a count far beyond the file",
                        IdxBytes.file(0x801, new int[] {1 << 30}, new byte[9]),
                        "truncated",
                        "1073741832"),
                Arguments.of(
                        "a count that gzip can't reach",
                        IdxBytes.gzip(IdxBytes.file(0x801, new int[] {1 << 30}, new byte[9])),
                        "truncated",
                        ""),
                Arguments.of("gzip cut", Arrays.copyOf(zipped, zipped.length - 14), "truncated", "offset"),
                Arguments.of("gzip without its checksum", Arrays.copyOf(zipped, zipped.length - 3), "truncated", ""),
                Arguments.of("gzip with a wrong checksum", flipped, "damaged", "offset 11"),
                Arguments.of("gzip followed by rubbish", Arrays.copyOf(zipped, zipped.length + 2), "after the end", ""),
                Arguments.of("gzip of more than its header says", bomb, "after its end", "offset 108"),
                Arguments.of("nothing but gzip's magic", new byte[] {0x1f, (byte) 0x8b}, "gzip header", "damaged"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void refusesWithFileAndPlace(String name, byte[] content, String expected, String alsoExpected) throws IOException {
        Path file = Files.write(folder.resolve("labels"), content);
        assertThatThrownBy(() -> IdxFile.read(file, IdxFile.LABELS))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(expected)
                .hasMessageContaining(alsoExpected)
                .hasMessageNotContaining("\n");
    }

    @Test
    void productOfSizesCannotOverflow() throws IOException {
        int[] sizes = {65536, 65536, 65536};
        Path file = Files.write(folder.resolve("images"), IdxBytes.file(0x803, sizes, new byte[9]));
        assertThatThrownBy(() -> IdxFile.read(file, IdxFile.IMAGES))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("offset 8");
    }

    @Test
    void everyPrefixOfAGzippedFileIsRefused() throws IOException {
        byte[] zipped = IdxBytes.gzip(IdxBytes.images(2, 3, 3));
        for (int length = 0; length < zipped.length; length++) {
            Path file = Files.write(folder.resolve("images.gz"), Arrays.copyOf(zipped, length));
            assertThatThrownBy(() -> IdxFile.read(file, IdxFile.IMAGES))
                    .as("first %d bytes", length)
                    .isInstanceOf(DataException.class);
        }
    }

    @Test
    void missingFileAndFolderAreNamed() {
        assertThatThrownBy(() -> IdxFile.read(folder.resolve("none"), IdxFile.IMAGES))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("none: can't be read: no such file");
        assertThatThrownBy(() -> IdxFile.read(folder, IdxFile.IMAGES))
                .isInstanceOf(DataException.class)
                .hasMessageStartingWith(folder + ": can't be read");
    }
}
