package dev.atelier.bench.products.side;

import dev.atelier.bench.ProductShape;
import dev.atelier.bench.TimedRegion;
import dev.atelier.bench.Workload;
import dev.atelier.bench.WrongResultException;
import dev.atelier.bench.products.side.Reply.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Does what it is told, a line at a time, and is idle otherwise: the body of each process. It is told {@code prepare SHAPE}, as
 * {@link ProductShape#parse} reads it, then {@code time} as often as wanted; {@code peak} in between. It ends with its input.
 */
public final class ProductServer {
    /** The request to set up a product. */
    public static final String PREPARE = "prepare ";

    /** The request to time the product that was set up last. */
    public static final String TIME = "time";

    /** The request to measure what the processor can do at most. */
    public static final String PEAK = "peak";

    /** Java's compilers are done with a kernel after this long, also in a process that has just begun. */
    private static final double WARM_UP_SECONDS = 1;

    private final ProductLibrary library;
    private final BufferedReader requests;
    private final PrintStream replies;
    private @Nullable Workload product;
    private @Nullable TimedRegion region;

    ProductServer(ProductLibrary library, Reader requests, PrintStream replies) {
        this.library = library;
        this.requests = new BufferedReader(requests);
        this.replies = replies;
    }

    /**
     * Runs a process.
     *
     * @param arguments the number of threads
     * @param open opens the library with so many threads
     */
    public static void main(String[] arguments, IntFunction<ProductLibrary> open) throws IOException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try (ProductLibrary library = open.apply(Integer.parseInt(arguments[0]))) {
            new ProductServer(library, new InputStreamReader(System.in, StandardCharsets.UTF_8), out).serve();
        }
        // Native libraries leave threads behind that would keep the process alive.
        System.exit(0);
    }

    void serve() throws IOException {
        reply(Kind.HELLO, library.introduction().toLine());
        try {
            for (String line = requests.readLine(); line != null; line = requests.readLine()) {
                answer(line);
            }
        } finally {
            release();
        }
    }

    private void answer(String line) {
        try {
            if (line.startsWith(PREPARE)) {
                prepare(ProductShape.parse(line.substring(PREPARE.length())));
            } else if (line.equals(TIME)) {
                time();
            } else if (line.equals(PEAK)) {
                reply(Kind.PEAK, Double.toString(library.measurePeak()));
            } else {
                reply(Kind.FAILED, "does not know the request '" + line + "'");
            }
        } catch (WrongResultException e) {
            reply(Kind.WRONG, String.valueOf(e.getMessage()));
        } catch (RuntimeException | OutOfMemoryError e) {
            reply(Kind.FAILED, e.toString());
        }
    }

    private void prepare(ProductShape shape) {
        release();
        Workload prepared = library.prepare(shape);
        product = prepared;
        region = TimedRegion.warmUp(prepared, WARM_UP_SECONDS);
        reply(Kind.READY, shape.toString());
    }

    private void time() {
        TimedRegion ready = region;
        if (ready == null) {
            reply(Kind.FAILED, "there is no product to time");
        } else {
            reply(Kind.SECONDS, Double.toString(ready.secondsPerRun()));
        }
    }

    private void release() {
        region = null;
        Workload old = product;
        product = null;
        if (old != null) {
            old.close();
        }
    }

    private void reply(Kind kind, String text) {
        replies.println(new Reply(kind, text).toLine());
        replies.flush();
    }
}
