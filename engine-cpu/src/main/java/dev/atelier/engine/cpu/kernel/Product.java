package dev.atelier.engine.cpu.kernel;

import org.jspecify.annotations.Nullable;

/**
 * A matrix product to be computed: {@code c = a b}, or {@code c = alpha a b + beta c} to accumulate, where {@code a} is
 * {@code [rows][depth]}, {@code b} {@code [depth][columns]} and {@code c} {@code [rows][columns]} with a column stride of 1. Mutable, because a step must not allocate.
 */
public final class Product {
    /** Rows of {@code a} and {@code c}. */
    public int rows;

    /** Columns of {@code b} and {@code c}. */
    public int columns;

    /** Columns of {@code a} and rows of {@code b}. */
    public int depth;

    /** The left factor. */
    public final MatrixView a = new MatrixView();

    /** The right factor. */
    public final MatrixView b = new MatrixView();

    /** The result. */
    public final MatrixView c = new MatrixView();

    /** Whether {@code c} becomes {@code alpha a b + beta c} rather than {@code a b}. */
    public boolean accumulate;

    /** Scales the product, where it accumulates. */
    public float alpha;

    /** Scales what {@code c} held before, where it accumulates. */
    public float beta;

    /** Whether {@code a} is known to hold many zeros, which a kernel may skip. */
    public boolean skipZeros;

    /** Called once for each part of {@code c}, or null. */
    public @Nullable TileEpilogue epilogue;

    /** Makes an empty product. */
    public Product() {}
}
