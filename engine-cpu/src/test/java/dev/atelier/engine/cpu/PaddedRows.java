package dev.atelier.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.engine.cpu.kernel.Kernels;
import dev.atelier.engine.cpu.kernel.PlainKernels;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Rows as kernels get them: padded with zeros to whole vectors. In front of the first, behind each and behind the last there is a band
 * that no kernel may write to.
 */
final class PaddedRows {
    /** Where the first row begins. */
    static final int OFFSET = Kernels.MAX_LANES;

    private static final float BAND = -77;

    final float[] floats;
    final int stride;
    private final int rows;
    private final int length;
    private final int padded;

    /** Makes rows of zeros. */
    PaddedRows(int rows, int length) {
        this.rows = rows;
        this.length = length;
        padded = (length + Kernels.MAX_LANES - 1) / Kernels.MAX_LANES * Kernels.MAX_LANES;
        stride = padded + Kernels.MAX_LANES;
        // Room for a whole tile at the edge, as a tensor has it.
        floats = new float[OFFSET + rows * stride + CpuTensor.SLACK];
        Arrays.fill(floats, BAND);
        for (int i = 0; i < rows; i++) {
            Arrays.fill(floats, index(i, 0), index(i, padded), 0);
        }
    }

    /** The plain kernels, and those of this JVM where they are others. */
    static Stream<Kernels> kernels() {
        KernelChoice choice = KernelChoice.look();
        Kernels plain = new PlainKernels();
        return choice.vector() ? Stream.of(plain, choice.kernels()) : Stream.of(plain);
    }

    /** Fills the rows with numbers from {@code -magnitude} to {@code magnitude}. */
    PaddedRows random(Random random, float magnitude) {
        return fill((i, j) -> (2 * random.nextFloat() - 1) * magnitude);
    }

    /** Fills the rows with whole numbers of that size, of which products and sums are exact. */
    PaddedRows integers(Random random, int magnitude) {
        return fill((i, j) -> random.nextInt(2 * magnitude + 1) - magnitude);
    }

    /** Says what stands where. */
    interface Element {
        float at(int row, int column);
    }

    /** Fills the rows. */
    PaddedRows fill(Element element) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < length; j++) {
                floats[index(i, j)] = element.at(i, j);
            }
        }
        return this;
    }

    /** Returns the same numbers in rows of their own. */
    PaddedRows copy() {
        return new PaddedRows(rows, length).fill(this::get);
    }

    /** Returns where an element lies. */
    int index(int row, int column) {
        return OFFSET + row * stride + column;
    }

    float get(int row, int column) {
        return floats[index(row, column)];
    }

    /** Checks that the padding holds zeros and the bands what they held. */
    void assertEdgesAreKept(String description) {
        float[] kept = new PaddedRows(rows, length).floats;
        float[] found = floats.clone();
        for (int i = 0; i < rows; i++) {
            Arrays.fill(found, index(i, 0), index(i, length), 0);
        }
        assertThat(Arrays.mismatch(found, kept))
                .as("first index at which %s changed what lies round its rows", description)
                .isEqualTo(-1);
    }
}
