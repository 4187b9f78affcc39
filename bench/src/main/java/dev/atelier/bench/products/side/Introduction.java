package dev.atelier.bench.products.side;

import java.util.regex.Pattern;

/**
 * Who computes.
 *
 * @param version of the library
 * @param threads that it computes with
 * @param description of the code that runs, in one line
 */
public record Introduction(String version, int threads, String description) {
    private static final Pattern SEPARATOR = Pattern.compile("\t");

    /** Returns one line without tabs at its ends, which {@link #parse} reads. */
    String toLine() {
        return version + "\t" + threads + "\t" + description;
    }

    /**
     * Reads what {@link #toLine} wrote.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static Introduction parse(String line) {
        String[] fields = SEPARATOR.split(line, 3);
        if (fields.length != 3) {
            throw new IllegalArgumentException("'" + line + "' is no introduction");
        }
        return new Introduction(fields[0], Integer.parseInt(fields[1]), fields[2]);
    }
}
