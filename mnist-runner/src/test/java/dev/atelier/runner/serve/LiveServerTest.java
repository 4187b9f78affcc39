package dev.atelier.runner.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.runner.ExitCode;
import dev.atelier.runner.Session;
import dev.atelier.runner.data.IdxBytes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The live page's server, spoken to byte by byte as an attacker would. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LiveServerTest {
    @TempDir
    static Path folder;

    private static Serving serving;

    @BeforeAll
    static void serve() throws IOException, InterruptedException {
        IdxBytes.writeFolder(folder.resolve("data"));
        serving = new Serving(
                folder.resolve("cache"), "--data", folder.resolve("data").toString(), "--backend", "cpu");
    }

    @AfterAll
    static void endsWithItsExitCode() {
        assertThat(serving.interrupt()).isEqualTo(ExitCode.DONE.code());
    }

    private static String own() {
        return "127.0.0.1:" + serving.port();
    }

    private static Socket connect() throws IOException {
        return new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), serving.port());
    }

    /** Sends bytes and returns all that comes back until the server ends the connection. */
    private static String exchange(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String request(String line, String headers, String body) throws IOException {
        return exchange(line + " HTTP/1.1\r\nConnection: close\r\n" + headers + "\r\n" + body);
    }

    private static String get(String path) throws IOException {
        return request("GET " + path, "Host: " + own() + "\r\n", "");
    }

    private static String post(String path, String body) throws IOException {
        return request(
                "POST " + path,
                "Host: " + own() + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n",
                body);
    }

    private static int status(String response) {
        assertThat(response).startsWith("HTTP/1.1 ");
        return Integer.parseInt(response.substring(9, 12));
    }

    @Test
    void thePageAndItsPartsAreServedAndMayLoadNothingElse() throws IOException {
        for (String path : List.of("/", "/live.css", "/page.css", "/live.js", "/icon.svg")) {
            String response = get(path);
            assertThat(status(response)).as(path).isEqualTo(200);
            assertThat(response)
                    .containsIgnoringCase("content-security-policy: default-src 'none'; script-src 'self';")
                    .containsIgnoringCase("x-content-type-options: nosniff");
        }
        String page = get("/");
        assertThat(page).doesNotContain("http://", "https://").doesNotContainPattern("\\son[a-z]+=");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /nothing, 404",
        "GET, /../live.css, 404",
        "GET, /%2e%2e/live.css, 404",
        "GET, /live.css/, 404",
        "POST, /, 405",
        "DELETE, /live.css, 405",
        "GET, /api/start, 405",
        "POST, /events, 405",
        "POST, /api/start, 415"
    })
    void whatIsNotThereOrNotMeantIsRefused(String method, String path, int expected) throws IOException {
        assertThat(status(request(method + " " + path, "Host: " + own() + "\r\nContent-Length: 0\r\n", "")))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"evil.example", "evil.example:PORT", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:PORT"})
    void foreignHostsAreRefused(String host) throws IOException {
        String headers = "Host: " + host.replace("PORT", Integer.toString(serving.port())) + "\r\n";
        for (String path : List.of("/", "/events", "/nothing")) {
            assertThat(status(request("GET " + path, headers, ""))).as(path).isEqualTo(403);
        }
        assertThat(status(request("GET /", headers + "Host: " + own() + "\r\n", "")))
                .isIn(400, 403);
    }

    @ParameterizedTest
    @CsvSource({"http://evil.example", "null", "https://127.0.0.1:PORT", "http://127.0.0.1:1", "http://localhost:PORT"})
    void foreignOriginsAreRefused(String origin) throws IOException {
        String headers = "Host: " + own() + "\r\nOrigin: " + origin.replace("PORT", Integer.toString(serving.port()))
                + "\r\nContent-Type: application/json\r\nContent-Length: 2\r\n";
        assertThat(status(request("POST /api/stop", headers, "{}"))).isEqualTo(403);
        assertThat(status(request("GET /events", "Host: " + own() + "\r\nOrigin: " + origin + "\r\n", "")))
                .isEqualTo(403);
    }

    @Test
    void theServersOwnNamesAndOriginAreLetIn() throws IOException {
        for (String name : List.of(own(), "localhost:" + serving.port(), "LOCALHOST:" + serving.port())) {
            String headers = "Host: " + name + "\r\nOrigin: http://" + name
                    + "\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: 2\r\n";
            assertThat(status(request("POST /api/stop", headers, "{}")))
                    .as(name)
                    .isEqualTo(200);
        }
    }

    @Test
    void hugeBodiesAreRefused() throws IOException {
        String headers = "Host: " + own() + "\r\nContent-Type: application/json\r\n";
        // The server waits a while for the rest, but has answered.
        try (Socket socket = connect()) {
            socket.getOutputStream()
                    .write(("POST /api/look HTTP/1.1\r\n" + headers + "Content-Length: 99999999999\r\n\r\n{")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(status(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII)))
                    .isEqualTo(413);
        }
        String chunk = "40000\r\n" + " ".repeat(0x40000) + "\r\n";
        assertThat(status(request(
                        "POST /api/look", headers + "Transfer-Encoding: chunked\r\n", chunk + chunk + "0\r\n\r\n")))
                .isEqualTo(413);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/pause | {\"lane\":\"C\"}",
                "/api/start | nonsense",
                "/api/start | []",
                "/api/start | {\"epochs\":[1]}",
                "/api/start | {\"epochs\":null}",
                "/api/start | {\"epochs\":\"1\"} {}",
                "/api/start | {\"epochs\":\"many\"}",
                "/api/start | {\"epochs\":\"0\"}",
                "/api/start | {\"epochs\":\"1",
                "/api/start | {\"lr\":\"\\ud83d\"}",
                "/api/start | {\"device\":\"abacus:0\"}",
                "/api/start | {\"save-model\":\"x\"}",
                "/api/start | {\"hidden\":\"100000000\"}",
                "/api/look | {\"rows\":2,\"columns\":2,\"pixels\":\"AAAA\",\"right\":0,\"down\":0}",
                "/api/look | {\"rows\":99999,\"columns\":99999,\"pixels\":\"\",\"right\":0,\"down\":0}",
                "/api/look | {\"rows\":1,\"columns\":1,\"pixels\":\"?\",\"right\":0,\"down\":0}",
                "/api/look | {\"rows\":1,\"columns\":3,\"pixels\":\"AAAA\",\"right\":99,\"down\":0}"
            })
    void badJsonIsRefusedWithTheReason(String path, String body) throws IOException {
        String response = post(path, body);
        assertThat(status(response)).as(response).isEqualTo(400);
        assertThat(response).contains("{\"error\":\"");
    }

    @Test
    void connectionsThatHangHoldUpNobody() throws IOException {
        List<Socket> hung = new ArrayList<>();
        try {
            for (int i = 0; i < 100; i++) {
                Socket socket = connect();
                hung.add(socket);
                String half = i % 2 == 0
                        ? "GET / HT"
                        : "POST /api/look HTTP/1.1\r\nHost: " + own()
                                + "\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{";
                socket.getOutputStream().write(half.getBytes(StandardCharsets.US_ASCII));
            }
            assertThat(status(get("/"))).isEqualTo(200);
            assertThat(status(post("/api/stop", "{}"))).isEqualTo(200);
        } finally {
            for (Socket socket : hung) {
                socket.close();
            }
        }
    }

    @Test
    void listenersThatDoNotReadAreBounded() throws IOException {
        List<Socket> listeners = new ArrayList<>();
        try {
            for (int i = 0; i < EventHub.MOST_CLIENTS; i++) {
                Socket socket = connect();
                listeners.add(socket);
                socket.getOutputStream()
                        .write(("GET /events HTTP/1.1\r\nHost: " + own() + "\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                // The first byte of the answer says that it is let in.
                assertThat(socket.getInputStream().read()).isEqualTo('H');
            }
            assertThat(status(get("/events"))).isEqualTo(503);
            assertThat(status(get("/"))).isEqualTo(200);
        } finally {
            for (Socket socket : listeners) {
                socket.close();
            }
        }
    }

    @Test
    void aTakenPortIsOneClearLine() {
        Session second = Session.run(
                folder,
                "serve",
                "--port",
                Integer.toString(serving.port()),
                "--data",
                folder.resolve("data").toString());
        assertThat(second.exitCode()).isEqualTo(ExitCode.FAILURE.code());
        assertThat(second.err().lines()).hasSize(1);
        assertThat(second.err()).contains("is taken by another program; choose another with --port");
    }
}
