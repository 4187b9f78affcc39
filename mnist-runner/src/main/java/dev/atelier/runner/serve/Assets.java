package dev.atelier.runner.serve;

import dev.atelier.runner.page.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The files that the page consists of, held in memory. */
final class Assets {
    private static final String SCRIPT = "text/javascript; charset=utf-8";

    private final Map<String, Asset> byPath = new HashMap<>();

    /** A file; the bytes are not copied. */
    static final class Asset {
        private final String type;
        private final byte[] bytes;

        Asset(String type, byte[] bytes) {
            this.type = type;
            this.bytes = bytes;
        }

        String type() {
            return type;
        }

        byte[] bytes() {
            return bytes;
        }
    }

    Assets() {
        byPath.put("/", new Asset("text/html; charset=utf-8", read("index.html")));
        byPath.put("/icon.svg", new Asset("image/svg+xml", read("icon.svg")));
        byPath.put("/live.css", new Asset("text/css; charset=utf-8", read("live.css")));
        byPath.put(
                "/page.css", new Asset("text/css; charset=utf-8", Page.style().getBytes(StandardCharsets.UTF_8)));
        for (String script : new String[] {"live", "chart", "run", "neurons", "draw", "verdict", "strokes", "pixels"}) {
            byPath.put("/" + script + ".js", new Asset(SCRIPT, read(script + ".js")));
        }
    }

    /** Returns the file at a path, or null if there is none. */
    @Nullable
    Asset at(String path) {
        return byPath.get(path);
    }

    private static byte[] read(String name) {
        try (InputStream in = Assets.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the program is not complete: " + name + " is missing");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
