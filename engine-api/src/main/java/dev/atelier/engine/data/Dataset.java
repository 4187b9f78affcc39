package dev.atelier.engine.data;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Samples in host memory, each with a class label or with numbers as its target. Features are either bytes with a scale, as pixels are, or floats. The arrays are
 * not copied and must not be changed.
 */
public final class Dataset {
    private final byte @Nullable [] bytes;
    private final float @Nullable [] floats;
    private final float scale;
    private final int columns;
    private final int[] labels;
    private final int classes;
    private final float @Nullable [] targets;

    private Dataset(
            byte @Nullable [] bytes,
            float @Nullable [] floats,
            float scale,
            int columns,
            int[] labels,
            int classes,
            float @Nullable [] targets) {
        this.bytes = bytes;
        this.floats = floats;
        this.scale = scale;
        this.columns = columns;
        this.labels = labels;
        this.classes = classes;
        this.targets = targets;
        check(bytes == null ? (floats == null ? 0 : floats.length) : bytes.length);
    }

    /**
     * Makes a data set of unsigned bytes.
     *
     * @param features {@code [samples][columns]}
     * @param columns features of a sample
     * @param scale what the network sees is {@code scale * feature}; 1/255 brings pixels to [0, 1]
     * @param labels one of {@code 0 .. classes - 1} a sample
     * @param classes how many classes there are, at least 1
     * @throws IllegalArgumentException if the lengths do not agree or a label is out of range
     */
    public static Dataset ofBytes(byte[] features, int columns, float scale, int[] labels, int classes) {
        return new Dataset(features, null, scale, columns, labels, classes, null);
    }

    /** Makes a data set of floats; see {@link #ofBytes}. */
    public static Dataset ofFloats(float[] features, int columns, int[] labels, int classes) {
        return new Dataset(null, features, 1, columns, labels, classes, null);
    }

    /**
     * Makes a data set whose targets are numbers, for regression with squared error.
     *
     * @param features {@code [samples][columns]}
     * @param columns features of a sample
     * @param targets {@code [samples][outputs]}
     * @param outputs numbers of a target, at least 1
     * @throws IllegalArgumentException if the lengths do not agree
     */
    public static Dataset ofTargets(float[] features, int columns, float[] targets, int outputs) {
        if (outputs < 1 || targets.length % outputs != 0) {
            throw new IllegalArgumentException(targets.length + " numbers are no targets of " + outputs + " each");
        }
        return new Dataset(null, features, 1, columns, new int[targets.length / outputs], outputs, targets);
    }

    private void check(int features) {
        if (columns < 1 || classes < 1 || labels.length < 1) {
            throw new IllegalArgumentException("a data set needs at least one sample, column and class, but has "
                    + labels.length + ", " + columns + " and " + classes);
        }
        if (features != (long) labels.length * columns) {
            throw new IllegalArgumentException(labels.length + " samples of " + columns + " features need "
                    + (long) labels.length * columns + " values, but there are " + features);
        }
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= classes) {
                throw new IllegalArgumentException(
                        "label " + labels[i] + " of sample " + i + " is not one of 0 to " + (classes - 1));
            }
        }
    }

    /** Returns the number of samples. */
    public int size() {
        return labels.length;
    }

    /** Returns the number of features of a sample. */
    public int columns() {
        return columns;
    }

    /** Returns the number of classes, or of numbers in a target: the outputs that a network needs. */
    public int classes() {
        return classes;
    }

    /** Returns the label of each sample, zeros where targets are numbers; not a copy. */
    public int[] labels() {
        return labels;
    }

    /** Returns the targets {@code [samples][outputs]}, or null where samples have labels; not a copy. */
    public float @Nullable [] targets() {
        return targets;
    }

    /** Returns the factor between stored features and what the network sees. */
    public float scale() {
        return scale;
    }

    /** Returns the features as bytes, or null if they are floats; not a copy. */
    public byte @Nullable [] bytes() {
        return bytes;
    }

    /** Returns the features as floats, or null if they are bytes; not a copy. */
    public float @Nullable [] floats() {
        return floats;
    }

    /**
     * Returns a copy of the samples {@code from .. to - 1}.
     *
     * @throws IllegalArgumentException if the range is empty or leaves the data set
     */
    public Dataset range(int from, int to) {
        if (from < 0 || to > size() || from >= to) {
            throw new IllegalArgumentException(
                    "samples " + from + " to " + to + " are not a range of a data set of " + size());
        }
        return new Dataset(
                bytes == null ? null : Arrays.copyOfRange(bytes, from * columns, to * columns),
                floats == null ? null : Arrays.copyOfRange(floats, from * columns, to * columns),
                scale,
                columns,
                Arrays.copyOfRange(labels, from, to),
                classes,
                targets == null ? null : Arrays.copyOfRange(targets, from * classes, to * classes));
    }
}
