package dev.atelier.runner.data;

import java.nio.file.Path;

/** An IDX file of images without their labels. */
public final class IdxImages {
    private IdxImages() {}

    /**
     * Reads a file of images, gzipped or not.
     *
     * @return the images, all with the label 0
     * @throws DataException if the file is missing or faulty
     */
    public static ImageSet read(Path file) {
        IdxFile content = IdxFile.read(file, IdxFile.IMAGES);
        return new ImageSet(content.size(1), content.size(2), content.elements(), new int[content.size(0)]);
    }
}
