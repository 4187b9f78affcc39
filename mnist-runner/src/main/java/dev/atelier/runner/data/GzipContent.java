package dev.atelier.runner.data;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/** Decompresses a gzip file that lies in memory, and notices bytes after its end, which the JDK's stream passes over. */
final class GzipContent extends GZIPInputStream {
    /** The most that deflate can shrink data, by its format: 258 bytes to two bits, 1032 : 1. */
    private static final long MAX_RATIO = 1032;

    /** A gzip member ends with a checksum and a length of four bytes each. */
    private static final int TRAILER_BYTES = 8;

    /** Opens the content; the stream's buffer takes the whole file, so that what is left over at the end can be seen. */
    GzipContent(byte[] compressed) throws IOException {
        super(new ByteArrayInputStream(compressed), compressed.length);
    }

    static boolean isGzip(byte[] content) {
        return content.length >= 2 && (content[0] & 0xff) == 0x1f && (content[1] & 0xff) == 0x8b;
    }

    /** Returns a size that {@code compressedBytes} of gzip can't exceed when decompressed. */
    static long maxDecompressedBytes(long compressedBytes) {
        return MAX_RATIO * compressedBytes;
    }

    /** Returns, once the end is reached, the number of bytes after it. */
    int trailingBytes() {
        return Math.max(0, inf.getRemaining() - TRAILER_BYTES);
    }
}
