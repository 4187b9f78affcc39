package dev.atelier.runner.command;

import dev.atelier.runner.Surroundings;
import dev.atelier.runner.data.DataException;
import dev.atelier.runner.data.IdxImages;
import dev.atelier.runner.data.ImageData;
import dev.atelier.runner.data.ImageSet;
import dev.atelier.runner.model.ImageSize;
import dev.atelier.runner.picture.Pictures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say which pictures to classify: files, or images of a data set. */
final class PictureInput {
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(
            names = "--raw",
            description = "Takes picture files as they are: light on dark and of the network's size. Otherwise dark on"
                    + " bright is inverted, and the digit is scaled and centred as MNIST's are.")
    private boolean raw;

    @Option(names = "--idx", paramLabel = "FILE", description = "An IDX file of images, gzipped or not; needs --index.")
    private @Nullable Path idx;

    @Option(
            names = "--index",
            paramLabel = "N[-M]",
            converter = IndexRange.Converter.class,
            description = "Which images of --idx, or else of --data, counted from 0.")
    private @Nullable IndexRange index;

    @Option(
            names = "--split",
            paramLabel = "test|train",
            defaultValue = "test",
            description = "Which images of --data. Default: test.")
    private EvalCommand.Split split = EvalCommand.Split.TEST;

    @Mixin
    private final DataOptions data = new DataOptions();

    /** One picture; its pixels are not copied. */
    static final class Picture {
        private final String name;
        private final byte[] pixels;
        private final int label;

        /**
         * Makes a picture.
         *
         * @param name what results call it
         * @param pixels unsigned intensities of the network's image size
         * @param label the class it belongs to, or -1 if that is not known
         */
        Picture(String name, byte[] pixels, int label) {
            this.name = name;
            this.pixels = pixels;
            this.label = label;
        }

        String name() {
            return name;
        }

        byte[] pixels() {
            return pixels;
        }

        int label() {
            return label;
        }
    }

    /**
     * What became of the pictures that were asked for.
     *
     * @param readable those that can be classified, in their order
     * @param faults a line for each of the others
     */
    record Selection(List<Picture> readable, List<String> faults) {}

    DataOptions data() {
        return data;
    }

    /** Checks that the options go together. */
    void check(List<Path> files) {
        if (idx != null && index == null) {
            throw usage("--idx needs --index");
        } else if (files.isEmpty() && index == null) {
            throw usage("what is to be classified? Name picture files, or give --index");
        } else if (!files.isEmpty() && (index != null || idx != null)) {
            throw usage("name picture files or give --index, not both");
        } else if (raw && files.isEmpty()) {
            throw usage("--raw goes with picture files; images of a data set are always taken as they are");
        }
    }

    private ParameterException usage(String message) {
        CommandSpec spec = command;
        if (spec == null) {
            throw new IllegalArgumentException(message);
        }
        return new ParameterException(spec.commandLine(), message);
    }

    /**
     * Reads the pictures; a faulty file does not hide the others.
     *
     * @throws DataException if a data set is faulty, has no such images, or has images of another size
     */
    Selection read(List<Path> files, ImageSize size, Surroundings surroundings) {
        List<Picture> readable = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        if (index != null) {
            readable.addAll(ofDataSet(index, size, surroundings));
        }
        for (Path file : files) {
            try {
                byte[] pixels = raw
                        ? Pictures.raw(file, size.height(), size.width())
                        : Pictures.framed(file, size.height(), size.width());
                readable.add(new Picture(file.toString(), pixels, -1));
            } catch (DataException e) {
                faults.add(String.valueOf(e.getMessage()));
            }
        }
        return new Selection(readable, faults);
    }

    private List<Picture> ofDataSet(IndexRange range, ImageSize size, Surroundings surroundings) {
        ImageSet images;
        String name;
        if (idx != null) {
            images = IdxImages.read(idx);
            name = idx.toString();
        } else {
            data.startLoading(surroundings);
            ImageData loaded = data.loaded();
            images = split == EvalCommand.Split.TEST ? loaded.test() : loaded.train();
            name = loaded.name() + " " + split.label();
        }
        if (range.last() >= images.count()) {
            throw new DataException(
                    name + ": there is no image " + range.last() + "; the last is " + (images.count() - 1));
        } else if (images.height() != size.height() || images.width() != size.width()) {
            throw new DataException(name + ": the images are " + images.height() + " x " + images.width()
                    + ", but the network sees " + size.height() + " x " + size.width());
        }
        List<Picture> pictures = new ArrayList<>();
        for (int i = range.first(); i <= range.last(); i++) {
            byte[] pixels = Arrays.copyOfRange(images.pixels(), i * images.features(), (i + 1) * images.features());
            pictures.add(new Picture(name + " " + i, pixels, idx == null ? images.labels()[i] : -1));
        }
        return pictures;
    }
}
