package dev.atelier.bench.peers.job;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The optimisers that every library has. */
public enum Optimizer {
    /** Plain stochastic gradient descent, without momentum. */
    SGD,
    /** Adam (Kingma and Ba 2015) with beta 0.9 and 0.999 and epsilon 1e-8. */
    ADAM;

    /** Returns the name used on command lines and in results. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the optimiser of this name, in any case.
     *
     * @throws IllegalArgumentException naming the known ones when {@code label} is none of them
     */
    public static Optimizer parse(String label) {
        return Arrays.stream(values())
                .filter(optimizer -> optimizer.label().equalsIgnoreCase(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown optimizer '" + label + "'; known are "
                        + Arrays.stream(values()).map(Optimizer::label).collect(Collectors.joining(", "))));
    }
}
