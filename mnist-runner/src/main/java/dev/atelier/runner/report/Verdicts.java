package dev.atelier.runner.report;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** What a network says about images whose classes are known. */
final class Verdicts {
    private final double[][] confidences;
    private final int[] labels;
    private final int[] said;

    /**
     * Takes the network's outputs.
     *
     * @param confidences {@code [images][classes]}, the larger the surer: probabilities, or outputs as they are
     * @param labels the right class of each image
     */
    Verdicts(double[][] confidences, int[] labels) {
        if (confidences.length != labels.length) {
            throw new IllegalArgumentException(confidences.length + " outputs for " + labels.length + " labels");
        }
        this.confidences = confidences;
        this.labels = labels;
        this.said = new int[labels.length];
        for (int i = 0; i < said.length; i++) {
            for (int k = 1; k < confidences[i].length; k++) {
                if (confidences[i][k] > confidences[i][said[i]]) {
                    said[i] = k;
                }
            }
        }
    }

    int count() {
        return labels.length;
    }

    int classes() {
        return confidences[0].length;
    }

    /** Returns an image's right class. */
    int label(int image) {
        return labels[image];
    }

    /** Returns the class that the network gives an image: that of its largest output, the first of equals. */
    int said(int image) {
        return said[image];
    }

    boolean isRight(int image) {
        return said[image] == labels[image];
    }

    /** Returns how sure the network is of what it says. */
    double confidence(int image) {
        return confidences[image][said[image]];
    }

    int mistakes() {
        return (int) IntStream.range(0, count()).filter(i -> !isRight(i)).count();
    }

    /** Returns the share of images that get their right class. */
    double accuracy() {
        return 1 - mistakes() / (double) count();
    }

    /** Returns the wrongly classified images of which the network is the surest, the surest first. */
    List<Integer> surestMistakes(int most) {
        return IntStream.range(0, count())
                .filter(i -> !isRight(i))
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -confidence(i)))
                .limit(most)
                .toList();
    }
}
