package dev.atelier.kernels;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Loads the kernel sources by name. A program is the concatenation of several files, in the order of {@link #FILES}. */
public final class KernelSources {
    /** The files, each after those that it builds on. */
    public static final List<String> FILES = List.of(
            "common",
            "activation",
            "update_rule",
            "epilogue",
            "gemm_strip",
            "gemm_tile",
            "elementwise",
            "activate",
            "update",
            "reduction",
            "loss",
            "batch");

    private KernelSources() {}

    /**
     * Returns the text of one file.
     *
     * @param name one of {@link #FILES}, without its ending
     * @throws IllegalArgumentException if there is no such file
     */
    public static String load(String name) {
        try (InputStream in = KernelSources.class.getResourceAsStream(name + ".cl")) {
            if (in == null) {
                throw new IllegalArgumentException("no kernel source '" + name + "'; there are: " + FILES);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("kernel source '" + name + "' can't be read", e);
        }
    }
}
