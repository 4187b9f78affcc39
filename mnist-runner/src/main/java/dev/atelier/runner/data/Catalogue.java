package dev.atelier.runner.data;

import java.util.Map;
import java.util.Objects;

/** What the four files of a known data set must be. */
record Catalogue(Map<DataFile, Content> contents) {
    /**
     * The content of a file.
     *
     * @param bytes size of the decompressed file
     * @param sha256 of the decompressed file: mirrors compress anew, so that the checksum of a download says nothing
     * @param crc32 of the decompressed file. It tells a file on this machine from a damaged one or another one in a tenth of the
     *     time, which every start would have to wait; only what comes from elsewhere has to prove by its SHA-256 what it is
     */
    record Content(long bytes, String sha256, long crc32) {}

    Catalogue {
        contents = Map.copyOf(contents);
    }

    /** Returns what a file must be. */
    Content of(DataFile file) {
        return Objects.requireNonNull(contents.get(file), file::fileName);
    }

    /**
     * Checks that a file of this machine is the one of the data set.
     *
     * @throws DataException if its checksum is another
     */
    void verify(DataFile file, IdxFile content) {
        Content expected = of(file);
        if (content.bytes() != expected.bytes() || content.crc32() != expected.crc32()) {
            throw IdxFile.fault(
                    content.path(),
                    "is not MNIST's " + file.fileName()
                            + " (its checksum differs); to train on other data, name its folder: --data "
                            + content.path().toAbsolutePath().getParent());
        }
    }
}
