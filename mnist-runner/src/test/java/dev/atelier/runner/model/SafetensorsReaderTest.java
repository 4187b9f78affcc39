package dev.atelier.runner.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files are put together here byte by byte from the format's description. */
class SafetensorsReaderTest {
    @TempDir
    Path folder;

    private static byte[] file(long headerLength, String header, int dataBytes) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(headerLength).put(json);
        while (bytes.hasRemaining()) {
            bytes.put((byte) (bytes.position() * 3));
        }
        return bytes.array();
    }

    private static byte[] file(String header, int dataBytes) {
        return file(header.getBytes(StandardCharsets.UTF_8).length, header, dataBytes);
    }

    private static String entry(String name, String dtype, String shape, String offsets) {
        return "\"" + name + "\":{\"dtype\":\"" + dtype + "\",\"shape\":" + shape + ",\"data_offsets\":" + offsets
                + "}";
    }

    @Test
    void readsArraysInAnyOrderAndScalars() throws IOException {
        String header = "{" + entry("b", "F32", "[2,1]", "[4,12]") + ",\"__metadata__\":{\"k\":\"\\u00e9\"},"
                + entry("a", "F32", "[]", "[0,4]") + "}   ";
        byte[] bytes = file(header, 12);
        ByteBuffer data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        data.putFloat(bytes.length - 12, 1.5f).putFloat(bytes.length - 8, -2f).putFloat(bytes.length - 4, 1e-40f);
        Safetensors content = SafetensorsReader.read(Files.write(folder.resolve("f"), bytes));
        assertThat(content.metadata()).containsExactly(java.util.Map.entry("k", "é"));
        assertThat(content.arrays()).containsOnlyKeys("a", "b");
        assertThat(content.arrays().get("a").elements()).containsExactly(1.5f);
        assertThat(content.arrays().get("b").elements()).containsExactly(-2f, 1e-40f);
        assertThat(content.arrays().get("b").shape()).containsExactly(2, 1);
    }

    static Stream<Arguments> faults() {
        String good = "{" + entry("a", "F32", "[2]", "[0,8]") + "}";
        String two = entry("a", "F32", "[2]", "[0,8]");
        return Stream.of(
                Arguments.of("empty", new byte[0], "only 0 bytes"),
                Arguments.of("header of 2^62 bytes", file(1L << 62, good, 8), "4611686018427387904 bytes"),
                Arguments.of("header of 2^64-1 bytes", file(-1, good, 8), "18446744073709551615 bytes"),
                Arguments.of("header longer than the file", file(100, good, 0), "100 bytes"),
                Arguments.of("no header", file(0, "", 8), "0 bytes"),
                Arguments.of("header cut", file(20, good, 8), "not valid JSON"),
                Arguments.of("a list", file("[1,2,3]", 0), "not a JSON object"),
                Arguments.of("rubbish", file("hello, world", 0), "not valid JSON"),
                Arguments.of("not UTF-8", notUtf8(good), "not valid JSON"),
                Arguments.of("deep nesting", file("{\"a\":" + "[".repeat(5000), 8), "not an object"),
                Arguments.of(
                        "half a character",
                        file("{\"__metadata__\":{\"k\":\"\\ud83d.\"}}", 0),
                        "metadata 'k' with half a character"),
                Arguments.of(
                        "a number of 2000 digits",
                        file(good.replace("[2]", "[" + "9".repeat(2000) + "]"), 8),
                        "not valid JSON"),
                Arguments.of(
                        "a long name",
                        file(good.replace("\"a\"", "\"" + "a".repeat(60_000) + "\""), 8),
                        "not valid JSON"),
                Arguments.of(
                        "what moves the cursor",
                        file(good.replace("\"a\"", "\"\\u001b[2J\\n\"").replace("F32", "\\u202e"), 8),
                        "the header says that '?[2J ' is ?; what"),
                Arguments.of("two objects", file(good + "{}", 8), "after its JSON object"),
                Arguments.of("array twice", file("{" + two + "," + two + "}", 8), "two entries 'a'"),
                Arguments.of(
                        "metadata twice", file("{\"__metadata__\":{},\"__metadata__\":{}}", 0), "two entries '__meta"),
                Arguments.of(
                        "metadata key twice",
                        file("{\"__metadata__\":{\"k\":\"\",\"k\":\"\"}}", 0),
                        "two metadata 'k'"),
                Arguments.of("metadata not strings", file("{\"__metadata__\":{\"k\":1}}", 0), "not a string"),
                Arguments.of("metadata no object", file("{\"__metadata__\":7}", 0), "not an object"),
                Arguments.of("entry no object", file("{\"a\":7}", 0), "not an object"),
                Arguments.of("no dtype", file("{\"a\":{\"shape\":[2],\"data_offsets\":[0,8]}}", 8), "lacks the dtype"),
                Arguments.of(
                        "shape twice",
                        file("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"shape\":[2],\"data_offsets\":[0,8]}}", 8),
                        "two properties 'shape'"),
                Arguments.of("unknown property", file(good.replace("shape", "form"), 8), "unknown property 'form'"),
                Arguments.of(
                        "integers", file(good.replace("F32", "I64"), 8), "'a' is I64; what can be read is F32, F64"),
                Arguments.of("half floats in eight bytes", file(good.replace("F32", "F16"), 8), "do not fit"),
                Arguments.of("shape of floats", file(good.replace("[2]", "[2.0]"), 8), "list of integers"),
                Arguments.of("negative size", file(good.replace("[2]", "[-2]"), 8), "empty or too large"),
                Arguments.of("huge size", file(good.replace("[2]", "[65536,65536,2]"), 8), "empty or too large"),
                Arguments.of("size beyond a long", file(good.replace("[2]", "[99999999999999999999]"), 8), "integers"),
                Arguments.of("one offset", file(good.replace("[0,8]", "[8]"), 8), "do not fit"),
                Arguments.of("offsets of another length", file(good.replace("[0,8]", "[0,12]"), 12), "do not fit"),
                Arguments.of("negative offset", file(good.replace("[0,8]", "[-8,0]"), 8), "do not fit"),
                Arguments.of("a gap", file(good.replace("[0,8]", "[4,12]"), 12), "gap before 'a'"),
                Arguments.of(
                        "overlap",
                        file("{" + two + "," + entry("b", "F32", "[2]", "[4,12]") + "}", 12),
                        "'b' overlaps"),
                Arguments.of("elements cut", file(good, 7), "truncated: 'a' ends at byte 8 of 7"),
                Arguments.of("bytes left over", file(good, 9), "1 bytes after its last array"));
    }

    private static byte[] notUtf8(String good) {
        byte[] bytes = file(good, 8);
        bytes[8 + good.indexOf('a')] = (byte) 0xff;
        return bytes;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("faults")
    void refusesWithFileAndReason(String name, byte[] content, String expected) throws IOException {
        Path file = Files.write(folder.resolve("model.safetensors"), content);
        assertThatThrownBy(() -> SafetensorsReader.read(file))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(expected)
                .hasMessageNotContaining("\n");
    }

    @Test
    void everyPrefixIsRefused() throws IOException {
        byte[] good = file("{" + entry("a", "F32", "[2]", "[0,8]") + "}", 8);
        SafetensorsReader.read(Files.write(folder.resolve("good"), good));
        for (int length = 0; length < good.length; length++) {
            Path file = Files.write(folder.resolve("cut"), Arrays.copyOf(good, length));
            assertThatThrownBy(() -> SafetensorsReader.read(file))
                    .as("first %d bytes", length)
                    .isInstanceOf(ModelException.class);
        }
    }

    @Test
    void missingFileAndFolderAreNamed() {
        assertThatThrownBy(() -> SafetensorsReader.read(folder.resolve("none")))
                .isInstanceOf(ModelException.class)
                .hasMessageEndingWith("none: can't be read: no such file or folder");
        assertThatThrownBy(() -> SafetensorsReader.read(folder))
                .isInstanceOf(ModelException.class)
                .hasMessageStartingWith(folder + ": can't be read");
    }
}
