package dev.atelier.engine.tck;

import dev.atelier.engine.backend.Tensor;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One case of a promise: where it is tried, how, and on which tensors and data. Its failures name all of that. */
final class PromiseCase {
    private final String promise;
    private final String device;
    private final String situation;
    private final @Nullable Long seed;
    private final Set<String> shapes = new LinkedHashSet<>();

    /**
     * Opens a case.
     *
     * @param promise a sentence
     * @param situation what is called, with which settings
     * @param seed of the data, or null if none are random
     */
    PromiseCase(String promise, String device, String situation, @Nullable Long seed) {
        this.promise = promise;
        this.device = device;
        this.situation = situation;
        this.seed = seed;
    }

    /** Returns the name of a check as a sentence: {@code copyKeepsEveryBit} is "copy keeps every bit". */
    static String sentence(String check) {
        return check.replaceAll("(?<=[a-z])(?<!Na)(?=[A-Z])|(?<=NaN)(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT)
                .replaceAll("\\bnan\\b", "NaN");
    }

    /** Notes a tensor that the case uses, and returns it. */
    <T extends Tensor> T uses(T tensor) {
        shapes.add(tensor.toString());
        return tensor;
    }

    /** Returns the failure of this case. */
    BrokenPromise failure(String place, Object expected, Object found) {
        return failure(place, expected, found, null);
    }

    /** Returns the failure of a case that an exception ended. */
    BrokenPromise threw(Throwable thrown) {
        return failure("an exception out of the backend, the cause of this one", "no exception", thrown, thrown);
    }

    /** Checks what a call answers. */
    void same(String call, Object expected, Object found) {
        if (!expected.equals(found)) {
            throw failure(call, expected, found);
        }
    }

    /** Checks that a call is refused with an exception of this type whose message contains these parts. */
    void refused(String call, Class<? extends RuntimeException> type, List<String> parts, Runnable body) {
        String expected = type.getSimpleName() + " with a message that contains "
                + parts.stream().map(part -> '"' + part + '"').collect(Collectors.joining(" and "));
        try {
            body.run();
        } catch (RuntimeException e) {
            String message = String.valueOf(e.getMessage());
            if (!type.isInstance(e) || !parts.stream().allMatch(message::contains)) {
                throw failure(call, expected, e, e);
            }
            return;
        }
        throw failure(call, expected, "no exception: the call was accepted");
    }

    private BrokenPromise failure(String place, Object expected, Object found, @Nullable Throwable cause) {
        String message =
                "promise broken: " + promise + "\n  device: " + device + "\n  case: " + situation + "\n  shapes: "
                        + (shapes.isEmpty() ? "no tensor yet" : String.join(", ", shapes))
                        + "\n  seed: " + (seed == null ? "none, the data are fixed" : seed)
                        + "\n  place: " + place + "\n  expected: " + expected + "\n  found: " + found;
        return new BrokenPromise(message, expected.toString(), found.toString(), cause);
    }
}
