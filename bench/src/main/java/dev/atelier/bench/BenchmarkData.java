package dev.atelier.bench;

import dev.atelier.engine.data.Dataset;
import dev.atelier.runner.data.DataSource;
import dev.atelier.runner.data.ImageData;
import dev.atelier.runner.data.ImageSet;

/** The images that training is timed on: MNIST from {@code $MNIST_DIR} or the cache, else the synthetic digits. */
final class BenchmarkData {
    private BenchmarkData() {}

    /** Returns the training images, scaled to [0, 1]. */
    static Dataset training() {
        ImageData data = new DataSource(
                        System.getenv(), DataSource.cacheFolder(null, System.getenv()), null, System.err::println)
                .load(DataSource.AUTO);
        ImageSet images = data.train();
        return Dataset.ofBytes(images.pixels(), images.features(), 1f / 255, images.labels(), data.classes());
    }
}
