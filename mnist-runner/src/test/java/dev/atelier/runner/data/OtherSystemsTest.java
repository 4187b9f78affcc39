package dev.atelier.runner.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files on Windows, which knows no rights of owners, opens no folder as a file and has paths of its own, and on macOS, whose names have
 * no case.
 */
class OtherSystemsTest {
    private static final String FOLDER = "Größe mit Leer";

    static Stream<Configuration> systems() {
        return Stream.of(Configuration.windows(), Configuration.osX());
    }

    private static Path folder(FileSystem system) throws IOException {
        return Files.createDirectories(
                system.getRootDirectories().iterator().next().resolve(FOLDER));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @MethodSource("systems")
    void filesAreWrittenWholeOrNotAtAll(Configuration configuration) throws IOException {
        try (FileSystem system = Jimfs.newFileSystem(configuration)) {
            Path folder = folder(system);
            Path model = folder.resolve("model.safetensors");
            for (String text : new String[] {"first", "second"}) {
                WholeFile.write(model, channel -> channel.write(ByteBuffer.wrap(bytes(text))));
                assertThat(model).hasContent(text);
            }
            WholeFile.writePrivate(model, channel -> channel.write(ByteBuffer.wrap(bytes("third"))));
            WholeFile.writeBytes(model, bytes("fourth"));
            assertThat(model).hasContent("fourth");
            assertThatThrownBy(() -> WholeFile.write(model, channel -> {
                        channel.write(ByteBuffer.wrap(bytes("half")));
                        throw new IOException("no space left");
                    }))
                    .hasMessage("no space left");
            assertThat(model).hasContent("fourth");
            try (Stream<Path> files = Files.list(folder)) {
                assertThat(files).containsExactly(model);
            }
            assertThat(WholeFile.canWrite(model)).isTrue();
            assertThat(WholeFile.canWrite(folder.resolve("none").resolve("model")))
                    .isFalse();
        }
    }

    @ParameterizedTest
    @MethodSource("systems")
    void imagesAreReadOutOfAFolder(Configuration configuration) throws IOException {
        try (FileSystem system = Jimfs.newFileSystem(configuration)) {
            Path folder = folder(system);
            Bars.writeFolder(folder, 1);
            ImageData data = new ImageFolder(folder).read();
            assertThat(data.train().count()).isEqualTo(300);
            assertThat(data.test().count()).isEqualTo(60);
        }
    }
}
