package dev.atelier.runner.lab;

import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.data.Dataset;
import dev.atelier.engine.data.DeviceDataset;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.engine.network.NetworkWeights;
import dev.atelier.engine.network.ParameterSet;
import dev.atelier.engine.training.EpochResult;
import dev.atelier.engine.training.Predictor;
import dev.atelier.engine.training.Trainer;
import dev.atelier.engine.training.TrainingListener;
import dev.atelier.engine.training.TrainingSettings;
import dev.atelier.runner.data.ImageData;
import dev.atelier.runner.data.ImageSet;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What experiments work with: a device, images, and chance. */
public final class Bench {
    private static final float PIXEL_SCALE = 1f / 255;

    private final Backend backend;
    private final Supplier<ImageData> images;
    private final long seed;
    private final Consumer<String> progress;

    /**
     * Makes a bench.
     *
     * @param images asked for when an experiment needs them
     * @param seed of all that is random
     * @param progress takes a line on what is being done
     */
    public Bench(Backend backend, Supplier<ImageData> images, long seed, Consumer<String> progress) {
        this.backend = backend;
        this.images = images;
        this.seed = seed;
        this.progress = progress;
    }

    long seed() {
        return seed;
    }

    /** Returns random numbers, the same for the same seed. */
    Random random() {
        return new Random(seed);
    }

    void progress(String format, Object... arguments) {
        progress.accept(String.format(Locale.ROOT, format, arguments));
    }

    /** Returns the first training images. */
    ImageSet training(int most) {
        return first(images.get().train(), most);
    }

    /** Returns the first test images. */
    ImageSet test(int most) {
        return first(images.get().test(), most);
    }

    int classes() {
        return images.get().classes();
    }

    /** Returns what the images are called. */
    String dataName() {
        return images.get().name();
    }

    private static ImageSet first(ImageSet set, int most) {
        int count = Math.min(most, set.count());
        return new ImageSet(
                set.height(),
                set.width(),
                Arrays.copyOf(set.pixels(), count * set.features()),
                Arrays.copyOf(set.labels(), count));
    }

    /** Returns images as a data set of pixels between 0 and 1. */
    Dataset dataset(ImageSet set) {
        return Dataset.ofBytes(set.pixels(), set.features(), PIXEL_SCALE, set.labels(), classes());
    }

    /**
     * What came of a training run.
     *
     * @param weights the network at its end
     * @param history loss and accuracy by epoch
     */
    record Trained(NetworkWeights weights, List<EpochResult> history) {
        /** Returns the accuracy on the test set after the last epoch, 0 to 1. */
        double accuracy() {
            return accuracy(history.size() - 1);
        }

        /** Returns the accuracy on the test set after an epoch, counted from 0. */
        double accuracy(int epoch) {
            var test = history.get(epoch).test();
            if (test == null) {
                throw new IllegalStateException("the run had no test set");
            }
            return test.accuracy();
        }
    }

    /** Trains a network. */
    Trained train(NetworkSpec spec, TrainingSettings settings, Dataset training, Dataset test) {
        try (Trainer trainer = new Trainer(backend, spec, settings, training, null, test)) {
            List<EpochResult> history = trainer.run(TrainingListener.silent()).history();
            return new Trained(trainer.weights(), history);
        }
    }

    /** Returns a network's outputs, {@code [samples][outputs]}. */
    float[] outputs(NetworkWeights weights, Dataset data) {
        try (Arena arena = backend.arena("lab")) {
            ParameterSet parameters = ParameterSet.allocate(arena, "parameters", weights.spec());
            parameters.write(weights);
            try (Predictor predictor =
                    new Predictor(backend, weights.spec(), parameters, DeviceDataset.upload(arena, "data", data))) {
                return predictor.run();
            }
        }
    }

    /** Returns the share of images that a network gives their class. */
    double accuracy(NetworkWeights weights, ImageSet set) {
        float[] outputs = outputs(weights, dataset(set));
        int classes = weights.spec().outputs();
        int right = 0;
        for (int i = 0; i < set.count(); i++) {
            int best = 0;
            for (int k = 1; k < classes; k++) {
                if (outputs[i * classes + k] > outputs[i * classes + best]) {
                    best = k;
                }
            }
            right += best == set.labels()[i] ? 1 : 0;
        }
        return right / (double) set.count();
    }
}
