package dev.atelier.engine.backend;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What the numbers of a matrix product are multiplied as. They are single precision in memory, and sums and everything but products of
 * matrices are computed in it, whatever this says.
 */
public enum Precision {
    /** Single precision: 24 significant bits. */
    FP32("fp32", 0x1p-24),

    /** Rounded to 11 significant bits, for tensor cores: products are off by up to 2^-10 of their magnitude. */
    TF32("tf32", 0x1p-10),

    /**
     * Split in two numbers of 11 significant bits, and three products of them for one, for tensor cores: as exact as {@link #FP32} within
     * the tolerance that backends agree in, with other bits.
     */
    TF32X3("3xtf32", 0x1p-20);

    /** The name in {@link BackendOptions#properties()}. */
    public static final String PROPERTY = "precision";

    private final String label;
    private final double productError;

    Precision(String label, double productError) {
        this.label = label;
        this.productError = productError;
    }

    /** Returns the name that people use. */
    public String label() {
        return label;
    }

    /** Returns how far the product of two numbers may be off, as a part of it: the rounding of both where they are rounded, else its own. */
    public double productError() {
        return productError;
    }

    /**
     * Returns the precision of this label.
     *
     * @throws IllegalArgumentException naming all labels, if there is none
     */
    public static Precision of(String label) {
        for (Precision precision : values()) {
            if (precision.label.equals(label)) {
                return precision;
            }
        }
        throw new IllegalArgumentException("expected one of "
                + Arrays.stream(values()).map(Precision::label).collect(Collectors.joining(", ")) + ", but is '" + label
                + "'");
    }
}
