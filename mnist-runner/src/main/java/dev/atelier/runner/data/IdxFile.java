package dev.atelier.runner.data;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.zip.CRC32;
import java.util.zip.ZipException;

/**
 * An IDX file of unsigned bytes, gzipped or not, as LeCun's page on MNIST describes the format: a big-endian magic number
 * {@code 0x000008dd} with {@code dd} dimensions, the size of each dimension in four bytes, then the elements.
 *
 * <p>A file is read only if it holds exactly what its header says. What can be allocated is bounded by the header, by what
 * the file can hold, and by {@link #MAX_BYTES}.
 */
final class IdxFile {
    /** The dimensions of a file of images: count, rows, columns. */
    static final int IMAGES = 3;

    /** The dimensions of a file of labels: count. */
    static final int LABELS = 1;

    /** No more than this is read from one file: twenty times MNIST. */
    static final long MAX_BYTES = 1L << 30;

    private static final int UNSIGNED_BYTES = 0x08;

    /** How much is decompressed between two looks at the offset, which a message about a damaged file names. */
    private static final int CHUNK_BYTES = 1 << 16;

    private final Path path;
    private final byte[] header;
    private final byte[] elements;

    private IdxFile(Path path, byte[] header, byte[] elements) {
        this.path = path;
        this.header = header;
        this.elements = elements;
    }

    /**
     * Reads a whole file.
     *
     * @param dimensions {@link #IMAGES} or {@link #LABELS}
     * @throws DataException if the file is missing or is not a complete IDX file of so many dimensions and nothing else
     */
    static IdxFile read(Path path, int dimensions) {
        try {
            long size = Files.size(path);
            if (size > MAX_BYTES) {
                throw fault(path, "has " + size + " bytes, more than the " + MAX_BYTES + " that are read");
            }
            byte[] content = Files.readAllBytes(path);
            if (!GzipContent.isGzip(content)) {
                return parse(path, dimensions, new ByteArrayInputStream(content), content.length);
            }
            try (GzipContent gzip = new GzipContent(content)) {
                IdxFile file = parse(path, dimensions, gzip, GzipContent.maxDecompressedBytes(content.length));
                if (gzip.trailingBytes() > 0) {
                    throw fault(
                            path,
                            "has bytes after the end of its gzip data at offset "
                                    + (content.length - gzip.trailingBytes()));
                }
                return file;
            }
        } catch (OutOfMemoryError e) {
            throw new DataException(path + ": does not fit into the memory that Java may use; raise it with -Xmx", e);
        } catch (EOFException | ZipException e) {
            throw new DataException(path + ": the gzip header is damaged: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new DataException(path + ": can't be read: " + FileFault.reason(e), e);
        }
    }

    private static IdxFile parse(Path path, int dimensions, InputStream in, long mostBytes) throws IOException {
        byte[] header = new byte[4 + 4 * dimensions];
        readFully(path, in, header, 0);
        ByteBuffer fields = ByteBuffer.wrap(header);
        int magic = fields.getInt();
        int expected = UNSIGNED_BYTES << 8 | dimensions;
        if (magic != expected) {
            throw fault(
                    path,
                    String.format(Locale.ROOT, "offset 0: the magic number is 0x%08x, not 0x%08x", magic, expected));
        }
        long count = 1;
        for (int d = 0; d < dimensions; d++) {
            int offset = fields.position();
            long size = Integer.toUnsignedLong(fields.getInt());
            if (size == 0) {
                throw fault(path, "offset " + offset + ": dimension " + d + " is 0");
            }
            // Both factors are below 2^32 and the product before it at most MAX_BYTES, so this can't overflow.
            count *= size;
            if (count > MAX_BYTES) {
                throw fault(
                        path,
                        "offset " + offset + ": the header promises more than the " + MAX_BYTES
                                + " bytes that are read");
            }
        }
        if (header.length + count > mostBytes) {
            throw fault(
                    path,
                    "is truncated: it ends at offset " + mostBytes + " at the latest, but its header promises "
                            + (header.length + count) + " bytes");
        }
        byte[] elements = new byte[(int) count];
        readFully(path, in, elements, header.length);
        if (readOne(path, in, header.length + count) >= 0) {
            throw fault(path, "has bytes after its end at offset " + (header.length + count));
        }
        return new IdxFile(path, header, elements);
    }

    private static void readFully(Path path, InputStream in, byte[] target, long start) throws IOException {
        int done = 0;
        while (done < target.length) {
            int n;
            try {
                n = in.read(target, done, Math.min(CHUNK_BYTES, target.length - done));
            } catch (EOFException e) {
                n = -1;
            } catch (ZipException e) {
                throw damaged(path, start + done, e);
            }
            if (n < 0) {
                throw fault(
                        path, "is truncated: it ends at offset " + (start + done) + " of " + (start + target.length));
            }
            done += n;
        }
    }

    private static int readOne(Path path, InputStream in, long offset) throws IOException {
        try {
            return in.read();
        } catch (EOFException e) {
            throw new DataException(path + ": is truncated: the gzip checksum at its end is missing", e);
        } catch (ZipException e) {
            throw damaged(path, offset, e);
        }
    }

    private static DataException damaged(Path path, long offset, ZipException cause) {
        return new DataException(
                path + ": the gzip data is damaged at or before offset " + offset + " of the decompressed file: "
                        + cause.getMessage(),
                cause);
    }

    /** Returns the exception for a fault in this file. */
    static DataException fault(Path path, String what) {
        return new DataException(path + ": " + what);
    }

    /** Returns the file's path. */
    Path path() {
        return path;
    }

    /** Returns the size of a dimension. */
    int size(int dimension) {
        return ByteBuffer.wrap(header).getInt(4 + 4 * dimension);
    }

    /** Returns where in the decompressed file the first element stands. */
    int firstOffset() {
        return header.length;
    }

    /** Returns the elements, not copied. */
    byte[] elements() {
        return elements;
    }

    /** Returns the size of the decompressed file. */
    long bytes() {
        return (long) header.length + elements.length;
    }

    /** Returns the CRC-32 of the decompressed file. */
    long crc32() {
        CRC32 checksum = new CRC32();
        checksum.update(header);
        checksum.update(elements);
        return checksum.getValue();
    }

    static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
