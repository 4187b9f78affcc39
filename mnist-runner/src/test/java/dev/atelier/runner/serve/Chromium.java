package dev.atelier.runner.serve;

import dev.atelier.runner.Session;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Debian's Chromium without a window, driven by the Chrome DevTools Protocol. */
final class Chromium implements AutoCloseable {
    private static final long SECONDS_TO_START = 40;

    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger calls = new AtomicInteger();
    private final Map<Long, CompletableFuture<Map<String, Object>>> answers = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<Void>> departures = new ConcurrentHashMap<>();
    private final List<String> complaints = new CopyOnWriteArrayList<>();

    /** Starts a browser whose profile lies in this folder. */
    Chromium(Path profile) throws IOException, InterruptedException {
        process = new ProcessBuilder(
                        "chromium",
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-dev-shm-usage",
                        "--disable-gpu",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(profile.resolve("chromium.log").toFile())
                .start();
        Path file = profile.resolve("DevToolsActivePort");
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_TO_START);
        while (!Files.exists(file) || Files.readAllLines(file).size() < 2) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                process.destroyForcibly();
                throw new IOException("Chromium did not start: " + Files.readString(profile.resolve("chromium.log")));
            }
            Thread.sleep(50);
        }
        List<String> lines = Files.readAllLines(file);
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1)), new Listener())
                .join();
    }

    /** Returns what pages complained about: exceptions, console errors, and resources that did not load. */
    List<String> complaints() {
        return complaints;
    }

    /** Opens a tab at this address. */
    Tab open(String url) {
        Object target =
                call(null, "Target.createTarget", Map.of("url", "about:blank")).get("targetId");
        Object session = call(null, "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .get("sessionId");
        Tab tab = new Tab(this, String.valueOf(session));
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            tab.call(domain + ".enable", Map.of());
        }
        tab.call("Page.navigate", Map.of("url", url));
        return tab;
    }

    /** Closes the tab of this session and waits until it is gone, with all that it was connected to. */
    void leave(String session) {
        CompletableFuture<Void> departure = new CompletableFuture<>();
        departures.put(session, departure);
        call(session, "Page.close", Map.of());
        departure.orTimeout(30, TimeUnit.SECONDS).join();
    }

    /** Calls a method of the protocol and waits for its result. */
    Map<String, Object> call(@Nullable String session, String method, Map<String, Object> parameters) {
        long id = calls.incrementAndGet();
        CompletableFuture<Map<String, Object>> answer = new CompletableFuture<>();
        answers.put(id, answer);
        String message = "{\"id\":" + id + ",\"method\":\"" + method + "\""
                + (session == null ? "" : ",\"sessionId\":\"" + session + "\"") + ",\"params\":" + json(parameters)
                + "}";
        synchronized (this) {
            socket.sendText(message, true).join();
        }
        return answer.orTimeout(30, TimeUnit.SECONDS).join();
    }

    private static String json(Object value) {
        if (value instanceof Map<?, ?> map) {
            StringBuilder text = new StringBuilder("{");
            map.forEach((key, inner) -> text.append(text.length() > 1 ? "," : "")
                    .append(json(key))
                    .append(':')
                    .append(json(inner)));
            return text.append('}').toString();
        } else if (value instanceof List<?> list) {
            return "[" + String.join(",", list.stream().map(Chromium::json).toList()) + "]";
        } else if (value instanceof Number || value instanceof Boolean) {
            return value.toString();
        }
        return '"'
                + value.toString().replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n")
                + '"';
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            process.destroyForcibly().onExit().join();
        }
    }

    /** Takes messages, which come in parts. */
    private final class Listener implements WebSocket.Listener {
        private final StringBuilder message = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket webSocket, CharSequence part, boolean last) {
            message.append(part);
            if (last) {
                take(Session.parseJson(message.toString()));
                message.setLength(0);
            }
            webSocket.request(1);
            return null;
        }

        @SuppressWarnings("unchecked")
        private void take(Map<String, Object> received) {
            if (received.containsKey("id")) {
                CompletableFuture<Map<String, Object>> answer =
                        Objects.requireNonNull(answers.remove(received.get("id")));
                if (received.containsKey("error")) {
                    answer.completeExceptionally(new AssertionError(String.valueOf(received.get("error"))));
                } else {
                    answer.complete((Map<String, Object>) received.get("result"));
                }
                return;
            }
            Map<String, Object> parameters = (Map<String, Object>) received.get("params");
            switch (String.valueOf(received.get("method"))) {
                case "Runtime.exceptionThrown" -> complaints.add(parameters.toString());
                case "Runtime.consoleAPICalled" -> {
                    if (List.of("error", "warning", "assert").contains(parameters.get("type"))) {
                        complaints.add(parameters.toString());
                    }
                }
                case "Log.entryAdded" -> complaints.add(parameters.toString());
                case "Target.detachedFromTarget" -> {
                    CompletableFuture<Void> departure = departures.remove(String.valueOf(parameters.get("sessionId")));
                    if (departure != null) {
                        departure.complete(null);
                    }
                }
                default -> {}
            }
        }
    }
}
