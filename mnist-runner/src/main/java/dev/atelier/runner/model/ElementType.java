package dev.atelier.runner.model;

import java.nio.ByteBuffer;

/** The types of elements that are read from safetensors files; the names are the format's. */
enum ElementType {
    F32(4) {
        @Override
        float read(ByteBuffer bytes) {
            return bytes.getFloat();
        }
    },
    F64(8) {
        @Override
        float read(ByteBuffer bytes) {
            return (float) bytes.getDouble();
        }
    },
    BF16(2) {
        @Override
        float read(ByteBuffer bytes) {
            return Float.intBitsToFloat(bytes.getShort() << 16);
        }
    },
    F16(2) {
        @Override
        float read(ByteBuffer bytes) {
            return half(bytes.getShort());
        }
    };

    private final int size;

    ElementType(int size) {
        this.size = size;
    }

    /** Returns the bytes of an element. */
    int size() {
        return size;
    }

    /** Reads the next element, rounded to a float where it has more digits. */
    abstract float read(ByteBuffer bytes);

    /** Reads the next elements until {@code target} is full. */
    void read(ByteBuffer bytes, float[] target) {
        for (int i = 0; i < target.length; i++) {
            target[i] = read(bytes);
        }
    }

    /** Returns the value of an IEEE 754 half: a sign, five bits of exponent with a bias of 15, ten bits of fraction. */
    private static float half(short bits) {
        int exponent = (bits >> 10) & 0x1f;
        int fraction = bits & 0x3ff;
        float magnitude;
        if (exponent == 0x1f) {
            magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else if (exponent == 0) {
            magnitude = fraction * 0x1p-24f;
        } else {
            magnitude = Math.scalb((float) (0x400 | fraction), exponent - 25);
        }
        return bits < 0 ? -magnitude : magnitude;
    }
}
