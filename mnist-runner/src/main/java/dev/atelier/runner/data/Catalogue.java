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
     */
    record Content(long bytes, String sha256) {}

    Catalogue {
        contents = Map.copyOf(contents);
    }

    /** Returns what a file must be. */
    Content of(DataFile file) {
        return Objects.requireNonNull(contents.get(file), file::fileName);
    }

    /**
     * Checks that a file is the one of the data set.
     *
     * @throws DataException if its checksum is another
     */
    void verify(DataFile file, IdxFile content) {
        Content expected = of(file);
        if (content.bytes() != expected.bytes() || !content.sha256().equals(expected.sha256())) {
            throw IdxFile.fault(
                    content.path(),
                    "is not MNIST's " + file.fileName()
                            + " (its SHA-256 differs); to train on other data, name its folder: --data "
                            + content.path().toAbsolutePath().getParent());
        }
    }
}
