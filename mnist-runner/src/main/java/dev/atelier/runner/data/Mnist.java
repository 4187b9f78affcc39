package dev.atelier.runner.data;

import java.net.URI;
import java.util.List;
import java.util.Map;

/** What is known of LeCun, Cortes and Burges' MNIST: its files, and where they can be had. */
public final class Mnist {
    /** Public copies of the files; LeCun's own page no longer offers them. */
    public static final List<URI> MIRRORS = List.of(
            URI.create("https://ossci-datasets.s3.amazonaws.com/mnist/"),
            URI.create("https://storage.googleapis.com/cvdf-datasets/mnist/"));

    /** Ten digits. */
    static final int CLASSES = 10;

    /** The files as everybody has them. */
    static final Catalogue CATALOGUE = new Catalogue(Map.of(
            DataFile.TRAIN_IMAGES,
            new Catalogue.Content(
                    47_040_016, "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db", 0xe9f4_d8b3L),
            DataFile.TRAIN_LABELS,
            new Catalogue.Content(
                    60_008, "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5", 0xe0cb_4ad2L),
            DataFile.TEST_IMAGES,
            new Catalogue.Content(
                    7_840_016, "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7", 0x9137_3bdfL),
            DataFile.TEST_LABELS,
            new Catalogue.Content(
                    10_008, "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2", 0x4ab9_eff9L)));

    private Mnist() {}
}
