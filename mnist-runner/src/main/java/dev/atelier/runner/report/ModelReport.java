package dev.atelier.runner.report;

import dev.atelier.engine.network.Loss;
import dev.atelier.engine.network.NetworkWeights;
import dev.atelier.engine.training.Evaluation;
import dev.atelier.runner.data.ImageSet;
import dev.atelier.runner.model.ModelFile;
import dev.atelier.runner.model.Softmax;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All that is measured about a network that classifies images.
 *
 * @param subject what is measured
 * @param evaluation loss and accuracy on the test images
 * @param verdicts what it says about each of them
 * @param calibration whether it is right as often as it is sure, or null where its outputs are no probabilities
 * @param robustness how accurate it stays when images are changed
 * @param neurons its first layer
 * @param run the run that trained it, or null if that is not known
 */
public record ModelReport(
        Subject subject,
        Evaluation evaluation,
        Verdicts verdicts,
        @Nullable Calibration calibration,
        Robustness robustness,
        List<Neuron> neurons,
        @Nullable RunRecord run) {
    /** With this many changed images an accuracy is known to about one percent. */
    private static final int CHANGED_IMAGES = 2000;

    /**
     * What is measured.
     *
     * @param model the network
     * @param dataset what the data are called
     * @param images those to test with
     * @param device what computes, in words
     */
    public record Subject(ModelFile.Model model, String dataset, ImageSet images, String device) {
        NetworkWeights network() {
            return model.weights();
        }

        /** Whether the outputs are logits, that is, mean probabilities. */
        boolean hasProbabilities() {
            return model.loss() == Loss.CROSS_ENTROPY;
        }
    }

    /**
     * Measures.
     *
     * @param outputs returns the network's outputs {@code [images][classes]} for images
     * @param progress takes a line before each part that takes a while
     */
    public static ModelReport measure(
            Subject subject,
            Evaluation evaluation,
            Function<ImageSet, float[]> outputs,
            @Nullable RunRecord run,
            Consumer<String> progress) {
        ImageSet images = subject.images;
        progress.accept(String.format(Locale.ROOT, "what it says about %,d test images", images.count()));
        Verdicts verdicts = verdicts(subject, outputs.apply(images), images);
        ImageSet some = some(images);
        progress.accept(String.format(Locale.ROOT, "shifted, turned and noisy images, %,d of each kind", some.count()));
        Robustness robustness = Robustness.measure(
                some,
                changed -> verdicts(subject, outputs.apply(changed), changed).accuracy());
        return new ModelReport(
                subject,
                evaluation,
                verdicts,
                subject.hasProbabilities() ? Calibration.of(verdicts) : null,
                robustness,
                Neuron.of(subject.network(), images.height(), images.width()),
                run);
    }

    private static Verdicts verdicts(Subject subject, float[] outputs, ImageSet images) {
        int classes = subject.network().spec().outputs();
        double[][] confidences = new double[images.count()][];
        for (int i = 0; i < confidences.length; i++) {
            float[] row = Arrays.copyOfRange(outputs, i * classes, (i + 1) * classes);
            confidences[i] = subject.hasProbabilities() ? Softmax.of(row) : widen(row);
        }
        return new Verdicts(confidences, images.labels());
    }

    private static double[] widen(float[] row) {
        double[] wide = new double[row.length];
        for (int k = 0; k < row.length; k++) {
            wide[k] = row[k];
        }
        return wide;
    }

    /** Returns images from all over the set. */
    private static ImageSet some(ImageSet set) {
        int count = Math.min(CHANGED_IMAGES, set.count());
        byte[] pixels = new byte[count * set.features()];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            int from = (int) ((long) i * set.count() / count);
            System.arraycopy(set.pixels(), from * set.features(), pixels, i * set.features(), set.features());
            labels[i] = set.labels()[from];
        }
        return new ImageSet(set.height(), set.width(), pixels, labels);
    }
}
