package dev.atelier.runner.serve;

import dev.atelier.runner.Atelier;
import dev.atelier.runner.Interruption;
import dev.atelier.runner.Surroundings;
import dev.atelier.runner.data.Background;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The command {@code serve} at work inside the test's process, on a port that was free. */
final class Serving implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("serving  (http://[^ ]+:(\\d+)/)");

    private final Interruption interruption = new Interruption();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final CompletableFuture<Integer> exitCode;
    private final Matcher address;

    Serving(Path cache, String... args) throws InterruptedException {
        Map<String, String> environment = new HashMap<>(Map.of("ATELIER_CACHE", cache.toString()));
        String mnist = System.getenv("MNIST_DIR");
        if (mnist != null) {
            environment.put("MNIST_DIR", mnist);
        }
        Surroundings surroundings = new Surroundings(
                environment,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                false,
                false,
                List.of(URI.create("http://localhost:1/")),
                interruption);
        List<String> all = new ArrayList<>(List.of("serve", "--port", "0", "--offline"));
        all.addAll(List.of(args));
        exitCode = Background.start("serve", () -> Atelier.run(surroundings, all.toArray(String[]::new)));
        Matcher found = ADDRESS.matcher("");
        while (!found.find()) {
            if (exitCode.isDone()) {
                throw new AssertionError(err.toString(StandardCharsets.UTF_8));
            }
            Thread.sleep(20);
            found = ADDRESS.matcher(out.toString(StandardCharsets.UTF_8));
        }
        address = found;
    }

    String url() {
        return address.group(1);
    }

    int port() {
        return Integer.parseInt(address.group(2));
    }

    /** Interrupts it as Ctrl-C does, and returns its exit code. */
    int interrupt() {
        interruption.signal();
        return exitCode.orTimeout(60, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        interrupt();
    }
}
