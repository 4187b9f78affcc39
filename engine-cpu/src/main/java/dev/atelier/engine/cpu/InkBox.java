package dev.atelier.engine.cpu;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The smallest box that holds all pixels of an image that are not zero, found while the image is copied. */
final class InkBox {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long BYTE = 0xFF;

    private final int width;

    /** Where the words start that a row is read by: eight pixels each, the last one ending with the row. */
    private final int[] starts;

    /** The union of all rows, eight pixels a word, the first lowest. */
    private final long[] union;

    private int left;
    private int right;
    private int top;
    private int bottom;

    /** Makes a box for images of {@code width} columns. */
    InkBox(int width) {
        this.width = width;
        int words = (width + Long.BYTES - 1) / Long.BYTES;
        this.starts = new int[words];
        for (int i = 0; i < words; i++) {
            starts[i] = Math.max(0, Math.min(i * Long.BYTES, width - Long.BYTES));
        }
        this.union = new long[words];
    }

    /**
     * Copies an image and finds its box.
     *
     * @param offset where its first pixel is; rows follow each other
     * @param copy where rows are copied to, {@code stride} apart
     * @return whether any pixel is not zero; if none is, the box is undefined
     */
    boolean copy(byte[] pixels, int offset, int height, byte[] copy, int copyOffset, int stride) {
        Arrays.fill(union, 0);
        top = -1;
        for (int y = 0; y < height; y++) {
            int from = offset + y * width;
            int to = copyOffset + y * stride;
            if ((width < Long.BYTES ? narrowRow(pixels, from, copy, to) : row(pixels, from, copy, to)) != 0) {
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
        left = starts[first] + Long.numberOfTrailingZeros(union[first]) / Byte.SIZE;
        right = starts[last] + (Long.SIZE - 1 - Long.numberOfLeadingZeros(union[last])) / Byte.SIZE;
        return true;
    }

    /** Copies a row, adds it to the union, and returns the union of its own words. */
    private long row(byte[] pixels, int from, byte[] copy, int to) {
        long any = 0;
        for (int i = 0; i < starts.length; i++) {
            int x = starts[i];
            long word = (long) LONG.get(pixels, from + x);
            LONG.set(copy, to + x, word);
            union[i] |= word;
            any |= word;
        }
        return any;
    }

    /** Does the same for a row that is shorter than a word. */
    private long narrowRow(byte[] pixels, int from, byte[] copy, int to) {
        long word = 0;
        for (int x = 0; x < width; x++) {
            copy[to + x] = pixels[from + x];
            word |= (pixels[from + x] & BYTE) << (x * Byte.SIZE);
        }
        union[0] |= word;
        return word;
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
