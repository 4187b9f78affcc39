package dev.atelier.runner.command;

import dev.atelier.engine.augmentation.Augmentation;
import dev.atelier.engine.data.Dataset;
import dev.atelier.engine.network.Loss;
import dev.atelier.engine.network.NetworkWeights;
import dev.atelier.runner.data.ImageData;
import dev.atelier.runner.model.ModelFile;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Images to train on. */
final class TrainingImages implements TrainingData {
    /** Brings pixels to [0, 1]. */
    private static final float PIXEL_SCALE = 1f / 255;

    private final ImageData images;
    private final int heldOut;
    private final Dataset training;
    private final Dataset test;

    TrainingImages(ImageData images, int heldOut) {
        this.images = images;
        this.heldOut = heldOut;
        this.training = DataOptions.dataset(images.train(), images.classes(), PIXEL_SCALE);
        this.test = DataOptions.dataset(images.test(), images.classes(), PIXEL_SCALE);
    }

    @Override
    public String name() {
        return images.name();
    }

    @Override
    public Dataset training() {
        return training;
    }

    @Override
    public Dataset test() {
        return test;
    }

    @Override
    public int heldOut() {
        return heldOut;
    }

    @Override
    public String description() {
        String held = heldOut == 0 ? "" : String.format(Locale.ROOT, " + %,d held out", heldOut);
        return String.format(
                Locale.ROOT,
                "%,d%s + %,d test images of %d x %d, %d classes",
                training.size() - heldOut,
                held,
                test.size(),
                images.train().height(),
                images.train().width(),
                images.classes());
    }

    @Override
    public String noun() {
        return "images";
    }

    @Override
    public @Nullable Augmentation augmentation(AugmentationOptions options) {
        return options.augmentation(images.train().height(), images.train().width());
    }

    @Override
    public ModelFile.Model model(NetworkWeights weights, Loss loss) {
        return new ModelFile.Model(
                weights,
                loss,
                PIXEL_SCALE,
                images.train().height(),
                images.train().width());
    }
}
