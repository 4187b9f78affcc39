package dev.atelier.runner.serve;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.atelier.runner.model.ImageSize;
import dev.atelier.runner.model.ModelFile;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Serves the page over HTTP. What reaches it is checked before anything is done: from where, how, and how much. */
public final class LiveServer implements AutoCloseable {
    private static final System.Logger LOGGER = System.getLogger("dev.atelier.runner.serve");

    /** A drawing takes some tens of KB. */
    private static final int MOST_BODY_BYTES = 256 << 10;

    /** What is read and thrown away, since a connection that is cut while its request is under way loses the answer. */
    private static final int MOST_DISCARDED_BYTES = 4 << 20;

    /** A request that is slow to come holds a thread until {@link #SECONDS_FOR_A_REQUEST}; there are more threads than connections. */
    private static final int MOST_THREADS = 260;

    private static final int MOST_CONNECTIONS = 256;
    private static final int SECONDS_FOR_A_REQUEST = 10;

    private final Studio studio;
    private final Assets assets = new Assets();
    private final OriginGuard guard;
    private final HttpServer server;
    private final ExecutorService threads;
    private final Map<String, Function<Map<String, String>, byte[]>> actions;

    /**
     * Starts to listen.
     *
     * @param bind the name or address to listen on
     * @param port the port, 0 for any that is free
     * @throws IOException if that is not possible, such as when the port is taken
     */
    public LiveServer(String bind, int port, RunPlanner planner) throws IOException {
        // The server reads these once, when its first class is loaded, and has no other way to be told.
        setUnlessGiven("sun.net.httpserver.maxReqTime", SECONDS_FOR_A_REQUEST);
        setUnlessGiven("jdk.httpserver.maxConnections", MOST_CONNECTIONS);
        if (System.getProperty("sun.net.httpserver.nodelay") == null) {
            System.setProperty("sun.net.httpserver.nodelay", "true");
        }
        studio = new Studio(planner);
        guard = new OriginGuard(bind);
        actions = Map.of(
                "/api/start", values -> done(() -> studio.start(values)),
                "/api/pause", values -> done(() -> studio.pause(values)),
                "/api/resume", values -> done(() -> studio.resume(values)),
                "/api/stop", values -> done(studio::stop),
                "/api/look", studio::look);
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                MOST_THREADS, MOST_THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(task, "atelier-http");
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        threads = pool;
        InetSocketAddress address = new InetSocketAddress(bind, port);
        if (address.isUnresolved()) {
            throw new IOException("there is no address of this name");
        }
        server = HttpServer.create(address, 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    private static void setUnlessGiven(String property, int value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, Integer.toString(value));
        }
    }

    private static byte[] done(Runnable action) {
        action.run();
        return Json.object(json -> json.writeBooleanProperty("done", true));
    }

    /** Returns the address that it listens on. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    /** Shows a network that was read from a file. */
    public void open(ModelFile.Model model, ImageSize size, String file) {
        studio.open(new SeenNetwork(model, size, 0, 0), file);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try {
            guard.check(exchange);
            route(exchange);
        } catch (BadRequest e) {
            Reply.refuse(exchange, e.status(), String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            LOGGER.log(Level.WARNING, "request failed", e);
            Reply.refuse(exchange, 500, "the server failed: " + e);
        }
    }

    private void route(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Assets.Asset asset = assets.at(String.valueOf(path));
        Function<Map<String, String>, byte[]> action = path == null ? null : actions.get(path);
        if (asset != null) {
            requireMethod(exchange, List.of("GET", "HEAD"));
            Reply.send(exchange, 200, asset.type(), asset.bytes());
        } else if ("/events".equals(path)) {
            requireMethod(exchange, List.of("GET"));
            studio.addListener(exchange);
        } else if (action != null) {
            requireMethod(exchange, List.of("POST"));
            Reply.json(exchange, 200, action.apply(Json.flatObject(body(exchange))));
        } else {
            throw new BadRequest(404, "there is no " + path);
        }
    }

    private static void requireMethod(HttpExchange exchange, List<String> methods) {
        if (!methods.contains(exchange.getRequestMethod())) {
            exchange.getResponseHeaders().set("Allow", String.join(", ", methods));
            throw new BadRequest(405, "only " + String.join(" and ", methods) + " can be used here");
        }
    }

    /** Reads the body; only JSON, which forms of other sites can't send. */
    private static byte[] body(HttpExchange exchange) throws IOException {
        String type = exchange.getRequestHeaders().getFirst("Content-Type");
        if (type == null || !type.split(";", 2)[0].strip().equalsIgnoreCase("application/json")) {
            throw new BadRequest(415, "the body must be application/json");
        }
        String length = exchange.getRequestHeaders().getFirst("Content-Length");
        InputStream in = exchange.getRequestBody();
        if (length == null || Long.parseLong(length.strip()) <= MOST_DISCARDED_BYTES) {
            byte[] body = in.readNBytes(MOST_BODY_BYTES + 1);
            if (body.length <= MOST_BODY_BYTES) {
                return body;
            }
            in.readNBytes(MOST_DISCARDED_BYTES);
        }
        throw new BadRequest(413, "the body is larger than " + MOST_BODY_BYTES + " bytes");
    }

    /** Ends the runs and all connections. */
    @Override
    public void close() {
        studio.close();
        server.stop(0);
        threads.shutdownNow();
    }
}
