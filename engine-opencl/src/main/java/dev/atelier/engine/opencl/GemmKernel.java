package dev.atelier.engine.opencl;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The kernels that multiply matrices, each with what there is to choose about it. */
enum GemmKernel {
    /** Packed strips, for CPU devices. */
    GEMM_STRIP("VW", "RM", "NV", "NS", "TK", GemmTiling.GROUPS_PER_CORE),
    /** Few columns, for CPU devices and operands as they are multiplied. */
    THIN_FORWARD("VW", "RM", "NV"),
    /** Few columns of a product with a transposed left operand, or a small depth and a transposed right one, for CPU devices. */
    THIN_PRODUCT("VW"),
    /** Shared tiles, for GPU devices. */
    GEMM_TILE("VW", "RM", "NV", "TK", "LX", "LY", "LZ"),
    /** Shared tiles, multiplied on tensor cores. */
    GEMM_TENSOR("PARTS", "VW", "RM", "NV", "TK", "LX", "LY", "LZ");

    /** The files that each of these kernels builds on. */
    private static final List<String> FOUNDATION = List.of("common", "activation", "update_rule", "epilogue");

    @SuppressWarnings("Immutable") // List.of makes lists that never change
    private final List<String> parameters;

    GemmKernel(String... parameters) {
        this.parameters = List.of(parameters);
    }

    /** Returns the names of what a {@link GemmTiling} says: in capitals the defines of the kernel's file, else what the host uses. */
    List<String> parameters() {
        return parameters;
    }

    /** Whether this kernel computes all products of a bucket. */
    boolean suits(GemmBucket bucket) {
        return switch (this) {
            case THIN_FORWARD -> bucket.isThin() && bucket.layout().equals("nn");
            case THIN_PRODUCT -> bucket.isThin() && !bucket.layout().equals("nn");
            case GEMM_STRIP, GEMM_TILE, GEMM_TENSOR -> true;
        };
    }

    /** Whether work-groups of many work-items share tiles of the operands. */
    boolean sharesTiles() {
        return this == GEMM_TILE || this == GEMM_TENSOR;
    }

    /** Returns the files of the program, see {@link KernelVariant}. */
    List<String> files() {
        List<String> files = new ArrayList<>(FOUNDATION);
        if (this == GEMM_TENSOR) {
            files.add("tensor_core");
        }
        if (sharesTiles()) {
            files.addAll(List.of("tile", "tile_product"));
        }
        files.add(toString());
        return List.copyOf(files);
    }

    /** Returns the kernel's name, which is its file's too. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
