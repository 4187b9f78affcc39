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
            "tensor_core",
            "tile",
            "tile_product",
            "gemm_tile",
            "gemm_tensor",
            "tensor_probe",
            "selection",
            "row_loss",
            "thin_forward",
            "thin_backward",
            "thin_product",
            "elementwise",
            "activate",
            "update",
            "reduction",
            "loss",
            "batch",
            "philox",
            "regularization",
            "distort",
            "grid_barrier",
            "persistent");

    /** The steps from a naive product to those of {@code gemm_strip} and {@code gemm_tile}; each file stands on its own. */
    public static final List<String> PROGRESSION = List.of(
            "progression/1_naive",
            "progression/2_row_order",
            "progression/3_local_tile",
            "progression/4_register_tile",
            "progression/5_vectors",
            "progression/6_double_buffer",
            "progression/6_packed_strip");

    private KernelSources() {}

    /**
     * Returns the text of one file.
     *
     * @param name one of {@link #FILES} or {@link #PROGRESSION}, without its ending
     * @throws IllegalArgumentException if there is no such file
     */
    public static String load(String name) {
        try (InputStream in = KernelSources.class.getResourceAsStream(name + ".cl")) {
            if (in == null) {
                throw new IllegalArgumentException(
                        "no kernel source '" + name + "'; there are: " + FILES + " and " + PROGRESSION);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("kernel source '" + name + "' can't be read", e);
        }
    }
}
