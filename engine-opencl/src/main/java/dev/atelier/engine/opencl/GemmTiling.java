package dev.atelier.engine.opencl;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How a product is computed: a kernel and the sizes it is compiled and launched with.
 *
 * @param kernel the kernel
 * @param parameters a positive number for each of {@link GemmKernel#parameters()}
 */
record GemmTiling(GemmKernel kernel, SortedMap<String, Integer> parameters) {
    /** Work-groups for each core, so that the last to finish keeps few others waiting. */
    static final String GROUPS_PER_CORE = "groups_per_core";

    /** More than any kernel is written for; a larger number in a file is a slip. */
    private static final int MOST = 1 << 16;

    /** The widths of OpenCL's vectors of floats that the kernels are written for. */
    private static final Set<Integer> VECTORS = Set.of(1, 2, 4, 8, 16);

    /** Copies the map and checks that every parameter of the kernel is there, and no other. */
    GemmTiling {
        parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
        for (String name : kernel.parameters()) {
            Integer value = parameters.get(name);
            if (value == null) {
                throw new IllegalArgumentException(kernel + " needs " + name);
            }
            if (value < 1 || value > MOST) {
                throw new IllegalArgumentException(name + " must be 1 to " + MOST + ", but is " + value);
            }
        }
        if (!VECTORS.contains(parameters.get("VW"))) {
            throw new IllegalArgumentException("VW must be 1, 2, 4, 8 or 16, but is " + parameters.get("VW"));
        }
        for (String name : parameters.keySet()) {
            if (!kernel.parameters().contains(name)) {
                throw new IllegalArgumentException(kernel + " knows no " + name);
            }
        }
    }

    /**
     * Checks that all products of a bucket can be computed so.
     *
     * @throws IllegalArgumentException if not
     */
    void check(GemmBucket bucket) {
        if (!kernel.suits(bucket)) {
            throw new IllegalArgumentException(kernel + " does not compute such products");
        }
        if (kernel == GemmKernel.THIN_FORWARD && get("NV") * get("VW") < GemmBucket.THIN) {
            throw new IllegalArgumentException(
                    kernel + " needs " + GemmBucket.THIN + " columns, but NV x VW are " + get("NV") * get("VW"));
        }
    }

    /** Returns the value of a parameter. */
    int get(String name) {
        Integer value = parameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException(kernel + " knows no " + name);
        }
        return value;
    }

    /** Returns this tiling with one parameter changed. */
    GemmTiling with(String name, int value) {
        SortedMap<String, Integer> changed = new TreeMap<>(parameters);
        changed.put(name, value);
        return new GemmTiling(kernel, changed);
    }

    /** Returns what the kernel is compiled with. */
    Map<String, Integer> defines() {
        Map<String, Integer> defines = new TreeMap<>(parameters);
        defines.keySet().removeIf(name -> Character.isLowerCase(name.charAt(0)));
        return defines;
    }

    /** Returns the tiling as {@link #parse} takes it, such as {@code gemm_strip NV=2 RM=6 TK=1024 VW=8 groups_per_core=4}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(kernel.toString());
        parameters.forEach(
                (name, value) -> text.append(' ').append(name).append('=').append(value));
        return text.toString();
    }

    /**
     * Returns the tiling that a text describes.
     *
     * @throws IllegalArgumentException with what is wrong with it
     */
    static GemmTiling parse(String text) {
        String[] words = text.strip().split("\\s+", -1);
        SortedMap<String, Integer> parameters = new TreeMap<>();
        for (int i = 1; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("expected NAME=NUMBER, found '" + words[i] + "'");
            }
            String name = words[i].substring(0, equals);
            if (parameters.put(name, number(name, words[i].substring(equals + 1))) != null) {
                throw new IllegalArgumentException(name + " is there twice");
            }
        }
        return new GemmTiling(kernel(words[0]), parameters);
    }

    private static int number(String name, String digits) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " must be a whole number, but is '" + digits + "'", e);
        }
    }

    private static GemmKernel kernel(String name) {
        for (GemmKernel kernel : GemmKernel.values()) {
            if (kernel.toString().equals(name)) {
                return kernel;
            }
        }
        throw new IllegalArgumentException("no product kernel is called '" + name + "'");
    }
}
