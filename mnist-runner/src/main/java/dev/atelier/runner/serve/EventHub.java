package dev.atelier.runner.serve;

import com.sun.net.httpserver.HttpExchange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Tells all browsers that listen what happens, as server-sent events (WHATWG HTML, section 9.2). */
final class EventHub {
    /** Each has a thread and up to a few MB of events that wait. */
    static final int MOST_CLIENTS = 32;

    private final Set<EventClient> clients = new HashSet<>();
    private boolean closed;

    /**
     * Returns an event.
     *
     * @param name what the page listens for
     * @param json one line of JSON
     */
    static byte[] event(String name, byte[] json) {
        return ("event: " + name + "\ndata: " + new String(json, StandardCharsets.UTF_8) + "\n\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Adds a browser.
     *
     * @param first the events that it begins with
     * @throws BadRequest with status 503 if there are too many
     */
    synchronized void add(HttpExchange exchange, Supplier<List<byte[]>> first) {
        if (closed || clients.size() >= MOST_CLIENTS) {
            throw new BadRequest(503, MOST_CLIENTS + " pages listen already; close one");
        }
        List<EventClient> self = new ArrayList<>();
        EventClient client = new EventClient(exchange, () -> self.forEach(this::remove));
        self.add(client);
        clients.add(client);
        first.get().forEach(client::offer);
        client.start();
    }

    private synchronized void remove(EventClient client) {
        clients.remove(client);
    }

    /** Sends an event to all. */
    synchronized void send(String name, byte[] json) {
        byte[] event = event(name, json);
        clients.forEach(client -> client.offer(event));
    }

    /** Whether anybody listens. */
    synchronized boolean isWatched() {
        return !clients.isEmpty();
    }

    /** Cuts all off. */
    synchronized void close() {
        closed = true;
        clients.forEach(EventClient::close);
    }
}
