package dev.atelier.engine.random;

/** What a random sequence is for; part of its key, so that no two purposes share numbers. */
public enum Purpose {
    /** A layer's initial weights; the number is the layer. */
    INITIAL_WEIGHTS(1),
    /** The order of an epoch's samples; the number is the epoch. */
    SHUFFLE(2),
    /** Synthetic data; the number is the sample. */
    SYNTHETIC_DATA(3),
    /** Units dropped in training; see {@link dev.atelier.engine.backend.DropoutMask}. */
    DROPOUT(4),
    /** Distortions of images; the numbers are the sample and the epoch. */
    DISTORTION(5);

    private final int code;

    Purpose(int code) {
        this.code = code;
    }

    /** Returns the code in the generator's counter; never changes, since saved runs depend on it. */
    public int code() {
        return code;
    }
}
