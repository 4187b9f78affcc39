package dev.atelier.runner.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MnistDownloadTest {
    private static final byte[] CONTENT = IdxBytes.labels(3, 1, 4, 1, 5, 9);
    private static final DataFile FILE = DataFile.TEST_LABELS;
    private static final MnistDownload.TimeOuts SHORT =
            new MnistDownload.TimeOuts(Duration.ofMillis(300), Duration.ofSeconds(5));

    @TempDir
    Path folder;

    private final List<String> notices = Collections.synchronizedList(new ArrayList<>());
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final CountDownLatch testOver = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(executor);
        server.start();
    }

    @AfterEach
    void stopServer() {
        testOver.countDown();
        server.stop(0);
        executor.shutdownNow();
    }

    /** Serves {@code body} under {@code name} with this status, and returns the mirror's address. */
    private URI mirror(String name, int status, byte[] body) {
        server.createContext("/" + name + "/", exchange -> {
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        return address(name);
    }

    private URI address(String name) {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/" + name + "/");
    }

    private void fetch(URI... mirrors) {
        String sha256 = HexFormat.of().formatHex(IdxFile.newSha256().digest(CONTENT));
        Catalogue catalogue = new Catalogue(Map.of(FILE, new Catalogue.Content(CONTENT.length, sha256, 0)));
        new MnistDownload(catalogue, List.of(mirrors), SHORT, notices::add).fetch(FILE, folder);
    }

    private void assertNothingLeftBehind() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void storesTheDecompressedFileAndNothingElse() throws IOException {
        fetch(mirror("good", 200, IdxBytes.gzip(CONTENT)));
        assertThat(folder.resolve("t10k-labels-idx1-ubyte")).hasBinaryContent(CONTENT);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
        assertThat(notices).hasSize(1).first().asString().endsWith("/good/t10k-labels-idx1-ubyte.gz");
    }

    @Test
    void nextMirrorIsTriedAndEachFailureSaysWhy() throws IOException {
        byte[] wrong = CONTENT.clone();
        wrong[10] = 8;
        URI missing = mirror("missing", 404, new byte[0]);
        URI altered = mirror("altered", 200, IdxBytes.gzip(wrong));
        URI bomb = mirror("bomb", 200, IdxBytes.gzip(new byte[1_000_000]));
        URI page = mirror("page", 200, "<html>sign in</html>".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThatThrownBy(() -> fetch(missing, altered, bomb, page))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("status 404")
                .hasMessageContaining("checksum differs")
                .hasMessageContaining("more than the " + CONTENT.length + " bytes")
                .hasMessageContaining("GZIP");
        assertNothingLeftBehind();
        fetch(missing, altered, mirror("good", 200, IdxBytes.gzip(CONTENT)));
        assertThat(folder.resolve("t10k-labels-idx1-ubyte")).exists();
    }

    @Test
    void bodyCutShortLeavesNothing() throws IOException {
        byte[] zipped = IdxBytes.gzip(CONTENT);
        server.createContext("/cut/", exchange -> {
            exchange.sendResponseHeaders(200, zipped.length);
            exchange.getResponseBody().write(zipped, 0, zipped.length / 2);
            exchange.getResponseBody().flush();
            exchange.close();
        });
        assertThatThrownBy(() -> fetch(address("cut"))).isInstanceOf(DataException.class);
        assertNothingLeftBehind();
    }

    @Test
    void silentMirrorIsGivenUp() throws IOException {
        server.createContext("/silent/", exchange -> {
            try {
                testOver.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        assertThatThrownBy(() -> fetch(address("silent")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("does not answer in time");
        assertNothingLeftBehind();
    }

    @Test
    void unencryptedAndForeignMirrorsAreRefused() {
        for (String address : List.of("http://example.org/mnist/", "ftp://localhost/", "file:/tmp/")) {
            assertThatThrownBy(() -> fetch(URI.create(address)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("https://");
        }
        assertThat(Mnist.MIRRORS).allMatch(mirror -> "https".equals(mirror.getScheme()));
    }

    @Test
    void unusableCacheFolderIsNamedOnce() throws IOException {
        Path file = Files.writeString(folder.resolve("in-the-way"), "");
        MnistDownload download = new MnistDownload(List.of(address("none")), SHORT, notices::add);
        assertThatThrownBy(() -> download.fetch(FILE, file))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("cache folder")
                .hasMessageContaining("--cache-dir");
        assertThat(notices).isEmpty();
    }

    /** Nobody sees a file of another's that is not whole, or removes it. */
    @Test
    void manyAtOnceFillOneFolder() throws Exception {
        URI good = mirror("good", 200, IdxBytes.gzip(CONTENT));
        CyclicBarrier start = new CyclicBarrier(8);
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            all.add(executor.submit(() -> {
                start.await();
                fetch(good);
                return null;
            }));
        }
        for (Future<?> one : all) {
            one.get();
        }
        assertThat(folder.resolve("t10k-labels-idx1-ubyte")).hasBinaryContent(CONTENT);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }
}
