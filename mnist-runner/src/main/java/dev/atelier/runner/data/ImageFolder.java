package dev.atelier.runner.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A folder that holds a data set as four IDX files of the usual names, each gzipped or not. */
final class ImageFolder {
    private static final String GZIP_SUFFIX = ".gz";

    private final Path folder;

    ImageFolder(Path folder) {
        this.folder = folder;
    }

    /** Returns the first of the four files that is not there, or null if none is missing. */
    @Nullable
    DataFile firstMissing() {
        return Arrays.stream(DataFile.values())
                .filter(file -> !Files.exists(locate(file)))
                .findFirst()
                .orElse(null);
    }

    /**
     * Reads any data set; the number of classes is the largest training label plus one.
     *
     * @throws DataException if a file is missing or faulty, or the four do not belong together
     */
    ImageData read() {
        if (!Files.isDirectory(folder)) {
            throw new DataException(folder + ": no such folder");
        }
        DataFile missing = firstMissing();
        if (missing != null) {
            throw new DataException(folder + ": there is no " + missing.fileName() + " or " + missing.fileName()
                    + GZIP_SUFFIX + " in it");
        }
        return assemble(folder.toString(), 0, null);
    }

    /**
     * Reads MNIST and nothing else.
     *
     * @throws DataException also if the files are readable but not those of MNIST
     */
    ImageData readMnist(Catalogue catalogue) {
        return assemble(DataSource.MNIST, Mnist.CLASSES, catalogue);
    }

    /** Returns where a file is: the name as it stands if it exists, else with the suffix of gzip. */
    Path locate(DataFile file) {
        Path plain = folder.resolve(file.fileName());
        return Files.exists(plain) ? plain : folder.resolve(file.fileName() + GZIP_SUFFIX);
    }

    /** Reads the four files in parallel; {@code classes} 0 stands for as many as the training labels have. */
    private ImageData assemble(String name, int classes, @Nullable Catalogue catalogue) {
        CompletableFuture<IdxFile> trainImages = start(DataFile.TRAIN_IMAGES, catalogue);
        CompletableFuture<IdxFile> testImages = start(DataFile.TEST_IMAGES, catalogue);
        CompletableFuture<IdxFile> trainLabels = start(DataFile.TRAIN_LABELS, catalogue);
        CompletableFuture<IdxFile> testLabels = start(DataFile.TEST_LABELS, catalogue);
        IdxFile labels = join(trainLabels);
        int classCount = classes > 0 ? classes : Math.max(2, largest(labels.elements()) + 1);
        ImageSet train = imageSet(join(trainImages), labels, classCount);
        ImageSet test = imageSet(join(testImages), join(testLabels), classCount);
        if (train.height() != test.height() || train.width() != test.width()) {
            throw new DataException(folder + ": the training images are " + train.height() + " x " + train.width()
                    + ", but the test images are " + test.height() + " x " + test.width());
        }
        return new ImageData(name, classCount, train, test);
    }

    private CompletableFuture<IdxFile> start(DataFile file, @Nullable Catalogue catalogue) {
        Supplier<IdxFile> reader = () -> {
            IdxFile content = IdxFile.read(locate(file), file.dimensions());
            if (catalogue != null) {
                catalogue.verify(file, content);
            }
            return content;
        };
        return Background.start("atelier-" + file.fileName(), reader);
    }

    private static IdxFile join(CompletableFuture<IdxFile> future) {
        try {
            return future.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof DataException fault) {
                throw fault;
            }
            if (e.getCause() instanceof OutOfMemoryError) {
                throw new DataException(
                        "the data does not fit into the memory that Java may use; raise it with -Xmx", e);
            }
            throw e;
        }
    }

    private static ImageSet imageSet(IdxFile images, IdxFile labels, int classes) {
        if (images.size(0) != labels.size(0)) {
            throw new DataException(images.path() + " has " + images.size(0) + " images, but " + labels.path() + " has "
                    + labels.size(0) + " labels");
        }
        byte[] bytes = labels.elements();
        int[] values = new int[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            values[i] = bytes[i] & 0xff;
            if (values[i] >= classes) {
                throw IdxFile.fault(
                        labels.path(),
                        "offset " + (labels.firstOffset() + i) + ": label " + values[i] + " is outside 0 to "
                                + (classes - 1));
            }
        }
        return new ImageSet(images.size(1), images.size(2), images.elements(), values);
    }

    private static int largest(byte[] labels) {
        int largest = 0;
        for (byte label : labels) {
            largest = Math.max(largest, label & 0xff);
        }
        return largest;
    }
}
