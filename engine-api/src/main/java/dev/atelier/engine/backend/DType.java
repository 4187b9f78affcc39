package dev.atelier.engine.backend;

/** The element types of tensors. */
public enum DType {
    /** Unsigned 8-bit integer: pixels. */
    U8(1),
    /** 32-bit float: everything that is computed. */
    F32(4),
    /** 32-bit integer: labels, row indices and counters. */
    I32(4);

    private final int bytes;

    DType(int bytes) {
        this.bytes = bytes;
    }

    /** Returns the size of one element in bytes. */
    public int bytes() {
        return bytes;
    }
}
