package dev.atelier.runner.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uses a small data set in MNIST's place, with a catalogue of its own. */
class DataSourceTest {
    @TempDir
    Path root;

    private final List<String> notices = new ArrayList<>();
    private Path given;
    private Path cache;
    private Path cached;
    private Catalogue catalogue;

    @BeforeEach
    void prepare() throws IOException {
        given = root.resolve("given");
        cache = root.resolve("cache");
        cached = cache.resolve("mnist");
        IdxBytes.writeFolder(given);
        Map<DataFile, Catalogue.Content> contents = new EnumMap<>(DataFile.class);
        for (DataFile file : DataFile.values()) {
            byte[] content = content(file);
            String sha256 = HexFormat.of().formatHex(IdxFile.newSha256().digest(content));
            CRC32 checksum = new CRC32();
            checksum.update(content);
            contents.put(file, new Catalogue.Content(content.length, sha256, checksum.getValue()));
        }
        catalogue = new Catalogue(contents);
    }

    private static byte[] content(DataFile file) {
        return switch (file) {
            case TRAIN_IMAGES -> IdxBytes.images(6, 5, 4);
            case TRAIN_LABELS -> IdxBytes.labels(0, 1, 2, 2, 1, 0);
            case TEST_IMAGES -> IdxBytes.images(4, 5, 4);
            case TEST_LABELS -> IdxBytes.labels(2, 1, 0, 1);
        };
    }

    private DataSource source(@Nullable Path mnistDir, @Nullable URI mirror) {
        MnistDownload download = mirror == null
                ? null
                : new MnistDownload(catalogue, List.of(mirror), MnistDownload.USUAL_TIME_OUTS, notices::add);
        Map<String, String> environment = mnistDir == null ? Map.of() : Map.of("MNIST_DIR", mnistDir.toString());
        return new DataSource(catalogue, environment, cache, download, notices::add);
    }

    @Test
    void environmentComesFirst() {
        for (String choice : List.of("auto", "mnist")) {
            ImageData data = source(given, null).load(choice);
            assertThat(data.name()).isEqualTo("mnist");
            assertThat(data.classes()).isEqualTo(10);
        }
        assertThat(notices).isEmpty();
    }

    @Test
    void cacheComesSecondAndIncompleteEnvironmentIsMentioned() throws IOException {
        IdxBytes.writeFolder(cached);
        assertThat(source(root.resolve("nowhere"), null).load("auto").name()).isEqualTo("mnist");
        assertThat(notices).singleElement().asString().contains("MNIST_DIR", "train-images-idx3-ubyte");
    }

    @Test
    void otherDataInTheEnvironmentAreAnError() throws IOException {
        Files.write(given.resolve("t10k-labels-idx1-ubyte"), IdxBytes.labels(2, 1, 0, 0));
        for (String choice : List.of("auto", "mnist")) {
            assertThatThrownBy(() -> source(given, null).load(choice))
                    .isInstanceOf(DataException.class)
                    .hasMessageContaining("is not MNIST's t10k-labels-idx1-ubyte");
        }
    }

    @Test
    void withoutNetworkAutoWarnsAndDrawsWhereMnistFails() {
        assertThatThrownBy(() -> source(null, null).load("mnist"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("--offline")
                .hasMessageContaining("MNIST_DIR");
        assertThat(notices).isEmpty();
        assertThat(source(null, null).load("auto").name()).isEqualTo("synthetic");
        assertThat(notices).singleElement().asString().contains("WARNING", "SYNTHETIC", "--offline");
    }

    @Test
    void syntheticAndFoldersAreTakenAtTheirWord() {
        ImageData synthetic = source(given, null).load("synthetic");
        assertThat(synthetic.name()).isEqualTo("synthetic");
        assertThat(synthetic.train().count()).isEqualTo(60_000);
        assertThat(synthetic.test().count()).isEqualTo(10_000);
        assertThat(source(null, null).load(given.toString()).classes()).isEqualTo(3);
        assertThatThrownBy(() -> source(given, null).load(root.resolve("none").toString()))
                .isInstanceOf(DataException.class);
        assertThatThrownBy(() -> source(given, null).load("\0")).isInstanceOf(DataException.class);
        assertThat(notices).isEmpty();
    }

    @Test
    void downloadsWhatIsMissingOrDamagedAndOnlyThat() throws IOException {
        List<String> requests = new ArrayList<>();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String name = exchange.getRequestURI().getPath().substring(1);
            requests.add(name);
            for (DataFile file : DataFile.values()) {
                if (name.equals(file.fileName() + ".gz")) {
                    byte[] body = IdxBytes.gzip(content(file));
                    exchange.sendResponseHeaders(200, body.length);
                    exchange.getResponseBody().write(body);
                }
            }
            exchange.close();
        });
        server.start();
        try {
            URI mirror = URI.create("http://localhost:" + server.getAddress().getPort() + "/");
            assertThat(source(null, mirror).load("mnist").name()).isEqualTo("mnist");
            assertThat(requests).hasSize(4);
            assertThat(source(null, mirror).load("mnist").name()).isEqualTo("mnist");
            assertThat(requests).as("second run comes from the cache").hasSize(4);

            Files.write(cached.resolve("t10k-labels-idx1-ubyte"), IdxBytes.labels(9, 9, 9, 9));
            assertThat(source(null, mirror).load("auto").test().labels()).containsExactly(2, 1, 0, 1);
            assertThat(requests).hasSize(5);
            assertThat(notices).anyMatch(line -> line.contains("cached copy is damaged"));
        } finally {
            server.stop(0);
        }
    }

    @Test
    void cacheFolderFollowsTheEnvironment() {
        assertThat(DataSource.cacheFolder(Path.of("x"), Map.of("ATELIER_CACHE", "y")))
                .isEqualTo(Path.of("x"));
        assertThat(DataSource.cacheFolder(null, Map.of("ATELIER_CACHE", "y", "XDG_CACHE_HOME", "z")))
                .isEqualTo(Path.of("y"));
        assertThat(DataSource.cacheFolder(null, Map.of("XDG_CACHE_HOME", "z"))).isEqualTo(Path.of("z", "atelier"));
        assertThat(DataSource.cacheFolder(null, Map.of()))
                .isEqualTo(Path.of(System.getProperty("user.home"), ".cache", "atelier"));
    }
}
