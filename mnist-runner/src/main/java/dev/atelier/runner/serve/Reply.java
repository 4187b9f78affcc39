package dev.atelier.runner.serve;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;

/** Sends responses. Every one forbids the browser to run, load or frame anything that is not the server's own. */
final class Reply {
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private Reply() {}

    /** Sets the headers that all responses have. */
    static void prepare(HttpExchange exchange, String type) {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Content-Security-Policy", POLICY);
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
        exchange.getResponseHeaders().set("Cross-Origin-Resource-Policy", "same-origin");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
    }

    /** Sends a whole response. */
    static void send(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        prepare(exchange, type);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            if (!head) {
                out.write(body);
            }
        }
    }

    /** Sends a JSON object. */
    static void json(HttpExchange exchange, int status, byte[] object) throws IOException {
        send(exchange, status, "application/json", object);
    }

    /** Says why a request is refused, and ends the connection, on which more of the request may be under way. */
    static void refuse(HttpExchange exchange, int status, String reason) throws IOException {
        exchange.getResponseHeaders().set("Connection", "close");
        json(exchange, status, Json.object(json -> json.writeStringProperty("error", reason)));
    }
}
