package dev.atelier.engine.tck;

import dev.atelier.engine.backend.Distortion;
import dev.atelier.engine.backend.RowSelection;
import dev.atelier.engine.backend.Tensor;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Batches of distorted images. */
interface DistortionChecks extends Conformance {
    /** Rows and columns of images: single pixels, lines, odd and even sides, sides round the widths of vectors and work-groups. */
    List<Images.Strength> SHAPES = Stream.of("1x1", "1x7", "6x1", "5x3", "9x8", "28x28", "33x20", "13x65")
            .map(shape -> shape.split("x", 2))
            .map(sides -> Images.none(Integer.parseInt(sides[0]), Integer.parseInt(sides[1])))
            .toList();

    /** Shapes that slow simulators get through. */
    int SMALL_SHAPES = 5;

    @Test
    default void affineDistortionsAgreeWithDouble() {
        for (Images.Strength shape : shapes()) {
            for (int batch : new int[] {1, 3, 8}) {
                distort("a light affine distortion", Images.light(shape.height(), shape.width()), batch);
                distort("a wild affine distortion", Images.wild(shape.height(), shape.width()), batch);
            }
        }
    }

    @Test
    default void elasticDistortionsAgreeWithDouble() {
        for (Images.Strength shape : shapes()) {
            for (int modes : new int[] {1, 3, 8}) {
                distort("an elastic distortion", Images.elastic(shape.height(), shape.width(), modes, 4), 5);
            }
        }
        distort(
                "an elastic distortion of as many modes as there may be",
                Images.elastic(9, 8, Distortion.MAX_MODES, 32),
                2);
    }

    /** With nothing to draw from, a distortion is the images themselves. */
    @Test
    default void distortionsOfNoStrengthChangeNothing() {
        for (Images.Strength shape : shapes()) {
            bed().trial("distortRows without rotation, scale, shear, shift and modes", t -> {
                Images images = new Images(t, shape, 4);
                images.run();
                t.verify(images.out(), images.originals());
            });
        }
    }

    /** What is read for such rows is unspecified; the rows before them are not, and nothing crashes. */
    @Test
    default void imagesBeyondTheOrderLeaveTheOthersRight() {
        bed().trial("distortRows beyond the order's end and outside the data", t -> {
            Images images = new Images(t, Images.elastic(5, 7, 2, 3), 8);
            Tensor wild = t.integers("wild order", 1, 6, 3, 2, -1, 9, Integer.MAX_VALUE, Integer.MIN_VALUE);
            images.run(new RowSelection(images.data(), wild, t.integers("step", 1, 1, 0), 8));
            Expected expected = images.expected(new int[] {3, 2});
            t.verifyFirst(images.out(), expected.size(), expected);
            for (int step : new int[] {1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
                images.run(new RowSelection(images.data(), wild, t.integers("wild step", 1, 1, step), 8));
            }
            t.backend().synchronize();
        });
    }

    private List<Images.Strength> shapes() {
        return bed().features() < 784 ? SHAPES.subList(0, SMALL_SHAPES) : SHAPES;
    }

    private void distort(String what, Images.Strength strength, int batch) {
        bed().trial("distortRows, " + what, t -> {
            Images images = new Images(t, strength, batch);
            t.backend().write(images.out(), t.samples().pixels(images.out().size()));
            images.run();
            t.verify(images.out(), images.expected(images.selected()));
        });
    }
}
