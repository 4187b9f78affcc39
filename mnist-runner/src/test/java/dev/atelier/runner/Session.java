package dev.atelier.runner;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Runs one command through the program's entry point, inside the test's process, and keeps what it printed. */
public final class Session {
    /** Nothing listens on this port, so that a test can't reach the network by mistake. */
    private static final List<URI> NO_MIRROR = List.of(URI.create("http://localhost:1/"));

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final int exitCode;

    private Session(Map<String, String> environment, boolean terminal, String... args) {
        Surroundings surroundings = new Surroundings(
                environment,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                terminal,
                terminal,
                NO_MIRROR,
                new Interruption());
        exitCode = Atelier.run(surroundings, args);
    }

    /** Runs a command without a terminal; {@code folder} is its cache. */
    public static Session run(Path folder, String... args) {
        return new Session(Map.of("ATELIER_CACHE", folder.toString()), false, args);
    }

    /** Runs a command on a terminal. */
    public static Session runOnTerminal(Path folder, String... args) {
        return new Session(Map.of("ATELIER_CACHE", folder.toString(), "NO_COLOR", "1"), true, args);
    }

    /** Runs a command with these environment variables. */
    public static Session runWith(Map<String, String> environment, String... args) {
        return new Session(environment, false, args);
    }

    /** Returns the exit code. */
    public int exitCode() {
        return exitCode;
    }

    /** Returns what went to standard output. */
    public String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    /** Returns what went to standard error. */
    public String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    /** Returns the JSON object on standard output, which must hold nothing else. */
    public Map<String, Object> json() {
        if (out().isEmpty()) {
            throw new AssertionError("no JSON, but: " + err());
        }
        return parseJson(out());
    }

    /** Parses text that is exactly one JSON object. */
    @SuppressWarnings("unchecked")
    public static Map<String, Object> parseJson(String text) {
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
            parser.nextToken();
            Map<String, Object> object = (Map<String, Object>) value(parser);
            if (parser.nextToken() != null) {
                throw new AssertionError("more than one JSON value: " + text);
            }
            return object;
        }
    }

    private static Object value(JsonParser parser) {
        if (parser.currentToken() == JsonToken.START_OBJECT) {
            Map<String, Object> object = new java.util.LinkedHashMap<>();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (object.containsKey(name)) {
                    throw new AssertionError("two properties " + name);
                }
                object.put(name, value(parser));
            }
            return object;
        } else if (parser.currentToken() == JsonToken.START_ARRAY) {
            List<Object> list = new java.util.ArrayList<>();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                list.add(value(parser));
            }
            return list;
        } else if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            return parser.getLongValue();
        } else if (parser.currentToken() == JsonToken.VALUE_NUMBER_FLOAT) {
            return parser.getDoubleValue();
        }
        return String.valueOf(parser.getString());
    }
}
