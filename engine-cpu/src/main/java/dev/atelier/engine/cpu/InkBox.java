package dev.atelier.engine.cpu;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The smallest box that holds all pixels of an image that are not zero. */
final class InkBox {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final int width;

    /** The union of all rows, eight pixels a word, the first lowest. */
    private final long[] union;

    private int left;
    private int right;
    private int top;
    private int bottom;

    /** Makes a box for images of {@code width} columns. */
    InkBox(int width) {
        this.width = width;
        this.union = new long[(width + Long.BYTES - 1) / Long.BYTES];
    }

    /**
     * Finds the box of an image.
     *
     * @param offset where its first pixel is
     * @return whether any pixel is not zero; if none is, the box is undefined
     */
    boolean find(byte[] pixels, int offset, int height) {
        Arrays.fill(union, 0);
        top = -1;
        for (int y = 0; y < height; y++) {
            if (row(pixels, offset + y * width)) {
                top = top < 0 ? y : top;
                bottom = y;
            }
        }
        if (top < 0) {
            return false;
        }
        int first = 0;
        while (union[first] == 0) {
            first++;
        }
        int last = union.length - 1;
        while (union[last] == 0) {
            last--;
        }
        left = first * Long.BYTES + Long.numberOfTrailingZeros(union[first]) / Byte.SIZE;
        right = last * Long.BYTES + (Long.SIZE - 1 - Long.numberOfLeadingZeros(union[last])) / Byte.SIZE;
        return true;
    }

    /** Adds a row to the union, and returns whether it has a pixel that is not zero. */
    private boolean row(byte[] pixels, int offset) {
        long any = 0;
        int x = 0;
        for (; x + Long.BYTES <= width; x += Long.BYTES) {
            long word = (long) LONG.get(pixels, offset + x);
            union[x / Long.BYTES] |= word;
            any |= word;
        }
        for (; x < width; x++) {
            long pixel = pixels[offset + x] & 0xFFL;
            union[x / Long.BYTES] |= pixel << (x % Long.BYTES * Byte.SIZE);
            any |= pixel;
        }
        return any != 0;
    }

    /** Returns the first column with ink. */
    int left() {
        return left;
    }

    /** Returns the last column with ink. */
    int right() {
        return right;
    }

    /** Returns the first row with ink. */
    int top() {
        return top;
    }

    /** Returns the last row with ink. */
    int bottom() {
        return bottom;
    }
}
