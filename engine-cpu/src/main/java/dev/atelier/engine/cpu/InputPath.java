package dev.atelier.engine.cpu;

/** How the first layer reads a resident U8 data set. */
enum InputPath {
    /** Skips zeros where the data has enough of them. */
    AUTO,
    /** Skips zeros always. */
    SPARSE,
    /** Never skips zeros. */
    DENSE
}
