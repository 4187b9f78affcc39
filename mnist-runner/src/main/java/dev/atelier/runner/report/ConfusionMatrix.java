package dev.atelier.runner.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** How often each class was taken for each other one. */
final class ConfusionMatrix {
    private final int[][] counts;

    /** Counts. */
    ConfusionMatrix(Verdicts verdicts) {
        int classes = verdicts.classes();
        counts = new int[classes][classes];
        for (int i = 0; i < verdicts.count(); i++) {
            counts[verdicts.label(i)][verdicts.said(i)]++;
        }
    }

    /**
     * A class and what it was taken for.
     *
     * @param label the right class
     * @param said the other one
     * @param count how often, at least once
     */
    record Confusion(int label, int said, int count) {}

    /** Returns the number of classes. */
    int classes() {
        return counts.length;
    }

    /** Returns how many images of a class were taken for another one, or for itself. */
    int count(int label, int said) {
        return counts[label][said];
    }

    /** Returns how many images a class has. */
    int images(int label) {
        int sum = 0;
        for (int count : counts[label]) {
            sum += count;
        }
        return sum;
    }

    /** Returns how many images were said to be of a class. */
    int said(int label) {
        int sum = 0;
        for (int[] row : counts) {
            sum += row[label];
        }
        return sum;
    }

    /** Returns the share of what was said to be of a class that is; NaN if nothing was. */
    double precision(int label) {
        return (double) counts[label][label] / said(label);
    }

    /** Returns the share of a class that was recognised; NaN if there are no images of it. */
    double recall(int label) {
        return (double) counts[label][label] / images(label);
    }

    /** Returns what was confused, the most frequent first. */
    List<Confusion> confusions() {
        List<Confusion> all = new ArrayList<>();
        for (int label = 0; label < counts.length; label++) {
            for (int other = 0; other < counts.length; other++) {
                if (label != other && counts[label][other] > 0) {
                    all.add(new Confusion(label, other, counts[label][other]));
                }
            }
        }
        all.sort(Comparator.comparingInt(confusion -> -confusion.count()));
        return all;
    }
}
