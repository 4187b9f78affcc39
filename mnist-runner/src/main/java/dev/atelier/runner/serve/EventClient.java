package dev.atelier.runner.serve;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** One browser that listens. It has a thread of its own, so that one that does not read holds up nobody. */
final class EventClient {
    /** What a browser may be behind; one that is further behind is cut off, connects again, and begins with the whole state. */
    private static final int MOST_WAITING = 64;

    /** A line that means nothing finds out whether the browser is still there. */
    private static final long SECONDS_OF_SILENCE = 5;

    private static final byte[] NOTHING = ":\n\n".getBytes(StandardCharsets.UTF_8);

    private final BlockingQueue<byte[]> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final HttpExchange exchange;
    private final Thread thread;

    /** Makes a client; {@code onEnd} is run when it is gone. */
    EventClient(HttpExchange exchange, Runnable onEnd) {
        this.exchange = exchange;
        this.thread = new Thread(() -> write(onEnd), "atelier-events");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Sends an event soon. */
    void offer(byte[] event) {
        if (!waiting.offer(event)) {
            close();
        }
    }

    /** Cuts the connection: an interrupt closes the channel, also while its thread waits in a write. */
    void close() {
        thread.interrupt();
    }

    private void write(Runnable onEnd) {
        try {
            Reply.prepare(exchange, "text/event-stream; charset=utf-8");
            exchange.sendResponseHeaders(200, 0);
            OutputStream out = exchange.getResponseBody();
            while (!Thread.currentThread().isInterrupted()) {
                byte[] event = waiting.poll(SECONDS_OF_SILENCE, TimeUnit.SECONDS);
                out.write(event == null ? NOTHING : event);
                out.flush();
            }
        } catch (IOException e) {
            // The browser has gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            onEnd.run();
            exchange.close();
        }
    }
}
