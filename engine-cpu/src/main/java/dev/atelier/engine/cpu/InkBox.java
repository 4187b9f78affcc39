package dev.atelier.engine.cpu;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The smallest box that holds all pixels of an image that are not zero. It reads eight pixels at a time, and only round the box. */
final class InkBox {
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long BYTE = 0xFF;

    private int left;
    private int right;
    private int top;
    private int bottom;

    /**
     * Finds the box.
     *
     * @param offset where the image's first pixel is; rows follow each other
     * @return whether any pixel is not zero; if none is, the box is undefined
     */
    boolean find(byte[] pixels, int offset, int height, int width) {
        int end = offset + height * width;
        int first = firstInk(pixels, offset, end);
        if (first == end) {
            return false;
        }
        top = (first - offset) / width;
        bottom = (lastInk(pixels, offset, end) - offset) / width;
        long union = 0;
        for (int x = 0; union == 0; x += Long.BYTES) {
            int start = Math.max(0, Math.min(x, width - Long.BYTES));
            union = union(pixels, offset, width, start);
            left = start + firstByte(union);
        }
        union = 0;
        for (int x = width - Long.BYTES; union == 0; x -= Long.BYTES) {
            int start = Math.max(0, x);
            union = union(pixels, offset, width, start);
            right = start + lastByte(union);
        }
        return true;
    }

    private static int firstInk(byte[] pixels, int offset, int end) {
        int i = offset;
        for (; i <= end - Long.BYTES; i += Long.BYTES) {
            long word = (long) WORD.get(pixels, i);
            if (word != 0) {
                return i + firstByte(word);
            }
        }
        while (i < end && pixels[i] == 0) {
            i++;
        }
        return i;
    }

    /** Returns the last pixel that is not zero, where there is one. */
    private static int lastInk(byte[] pixels, int offset, int end) {
        int i = end;
        for (; i >= offset + Long.BYTES; i -= Long.BYTES) {
            long word = (long) WORD.get(pixels, i - Long.BYTES);
            if (word != 0) {
                return i - Long.BYTES + lastByte(word);
            }
        }
        while (pixels[i - 1] == 0) {
            i--;
        }
        return i - 1;
    }

    /** Returns the union of all rows' eight pixels from column {@code x} on, the first lowest. */
    private long union(byte[] pixels, int offset, int width, int x) {
        long union = 0;
        for (int y = top; y <= bottom; y++) {
            int row = offset + y * width + x;
            union |= width < Long.BYTES ? narrowRow(pixels, row, width) : (long) WORD.get(pixels, row);
        }
        return union;
    }

    /** Reads a row that is shorter than a word. */
    private static long narrowRow(byte[] pixels, int row, int width) {
        long word = 0;
        for (int x = 0; x < width; x++) {
            word |= (pixels[row + x] & BYTE) << (x * Byte.SIZE);
        }
        return word;
    }

    private static int firstByte(long word) {
        return Long.numberOfTrailingZeros(word) / Byte.SIZE;
    }

    private static int lastByte(long word) {
        return (Long.SIZE - 1 - Long.numberOfLeadingZeros(word)) / Byte.SIZE;
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
