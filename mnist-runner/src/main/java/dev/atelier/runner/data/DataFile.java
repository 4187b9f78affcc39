package dev.atelier.runner.data;

/** The four files of an IDX data set, by the names that MNIST gave them. */
enum DataFile {
    TRAIN_IMAGES("train-images-idx3-ubyte", IdxFile.IMAGES),
    TRAIN_LABELS("train-labels-idx1-ubyte", IdxFile.LABELS),
    TEST_IMAGES("t10k-images-idx3-ubyte", IdxFile.IMAGES),
    TEST_LABELS("t10k-labels-idx1-ubyte", IdxFile.LABELS);

    private final String fileName;
    private final int dimensions;

    DataFile(String fileName, int dimensions) {
        this.fileName = fileName;
        this.dimensions = dimensions;
    }

    /** Returns the name without the suffix of gzip. */
    String fileName() {
        return fileName;
    }

    /** Returns the number of dimensions that the header must state. */
    int dimensions() {
        return dimensions;
    }
}
