package dev.atelier.runner.command;

import dev.atelier.engine.augmentation.Augmentation;
import dev.atelier.engine.data.Dataset;
import dev.atelier.engine.network.Loss;
import dev.atelier.engine.network.NetworkWeights;
import dev.atelier.runner.model.ModelFile;
import org.jspecify.annotations.Nullable;

/** What a run trains on, and how a network is fed with it. */
interface TrainingData {
    /** Returns what results call it. */
    String name();

    /** Returns the samples to train on; those that are held out for validation come last. */
    Dataset training();

    /** Returns the samples to test with. */
    Dataset test();

    /** Returns the number of samples that are held out for validation. */
    int heldOut();

    /** Returns how many samples of what kind there are, in words. */
    String description();

    /** Returns what the samples are called in the plural, such as images. */
    String noun();

    /** Returns the trained network with what else is needed to use it. */
    ModelFile.Model model(NetworkWeights weights, Loss loss);

    /**
     * Returns how the samples are to be distorted, or null for not at all.
     *
     * @throws IllegalArgumentException if they can't be distorted so
     */
    default @Nullable Augmentation augmentation(AugmentationOptions options) {
        if (options.any()) {
            throw new IllegalArgumentException(
                    "--augment " + options.label() + " distorts images, but the data are " + noun());
        }
        return null;
    }

    /** Whether the targets are numbers, and not classes. */
    default boolean isRegression() {
        return training().targets() != null;
    }
}
