package dev.atelier.runner.serve;

import com.sun.net.httpserver.HttpExchange;
import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Lets in only requests of the server's own page. A page of another origin names itself in {@code Origin}; one whose name was made to
 * point to this machine (DNS rebinding) names itself in {@code Host}.
 */
final class OriginGuard {
    private final String bound;

    /**
     * Makes a guard.
     *
     * @param bound the name or address that the server was told to listen on
     */
    OriginGuard(String bound) {
        this.bound = bound.toLowerCase(Locale.ROOT);
    }

    /**
     * Checks where a request comes from.
     *
     * @throws BadRequest with status 403 if it is not for this server, or not from its page
     */
    void check(HttpExchange exchange) {
        List<String> own = authorities(
                exchange.getLocalAddress().getAddress(),
                exchange.getLocalAddress().getPort());
        String host = only(exchange.getRequestHeaders().get("Host"));
        if (host == null || !own.contains(host.toLowerCase(Locale.ROOT))) {
            throw new BadRequest(403, "this server is not '" + host + "'; open http://" + own.get(0) + "/");
        }
        List<String> origins = exchange.getRequestHeaders().get("Origin");
        if (origins != null && !("http://" + host).equalsIgnoreCase(String.valueOf(only(origins)))) {
            throw new BadRequest(403, "requests from " + origins + " are refused");
        }
    }

    private static @Nullable String only(@Nullable List<String> values) {
        return values == null || values.size() != 1 ? null : values.get(0);
    }

    /** Returns the values of {@code Host} that mean this server, for a connection to this address of the machine. */
    private List<String> authorities(InetAddress local, int port) {
        String literal = local.getHostAddress();
        String address = literal.contains(":") ? "[" + literal.replaceAll("%.*", "") + "]" : literal;
        List<String> names = local.isLoopbackAddress()
                ? List.of(address, "localhost", "127.0.0.1", "[::1]", bound)
                : List.of(address, bound);
        return names.stream()
                .flatMap(
                        name -> port == 80 ? List.of(name, name + ":80").stream() : List.of(name + ":" + port).stream())
                .toList();
    }
}
