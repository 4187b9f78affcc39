package dev.atelier.engine.cpu.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScratchTest {
    @Test
    void memoryGrowsToTheLargestCallAndStays() {
        Scratch scratch = new Scratch();
        float[] left = scratch.left(100);
        float[] right = scratch.right(200);
        float[][] rows = scratch.rows(3);
        assertThat(left).hasSize(100).isNotSameAs(right);
        assertThat(right).hasSize(200);
        assertThat(rows).hasDimensions(3, Scratch.LINE_FLOATS);
        assertThat(scratch.left(100)).isSameAs(left);
        assertThat(scratch.left(0)).isSameAs(left);
        assertThat(scratch.right(200)).isSameAs(right);
        assertThat(scratch.rows(3)).isSameAs(rows);
        assertThat(scratch.left(101)).hasSize(101);
        assertThat(scratch.right(201)).hasSize(201);
        assertThat(scratch.rows(4)).hasNumberOfRows(4);
    }

    @Test
    void eachUseHasMemoryOfItsOwn() {
        Scratch scratch = new Scratch();
        assertThat(scratch.line()).hasSize(Scratch.LINE_FLOATS).isNotSameAs(scratch.weights());
        assertThat(scratch.weights()).hasSize(Scratch.LINE_FLOATS);
        assertThat(scratch.indices()).hasSize(Scratch.LINE_FLOATS);
        assertThat(scratch.tile()).hasSizeGreaterThanOrEqualTo(8 * 2 * Kernels.MAX_LANES);
        assertThat(scratch.scales(2, 3)).containsExactly(2, 3);
    }

    @Test
    void aTransposedViewHasItsStridesExchanged() {
        float[] storage = new float[12];
        MatrixView view = new MatrixView();
        view.set(storage, 2, 5, false);
        assertThat(view.array).isSameAs(storage);
        assertThat(new int[] {view.offset, view.rowStride, view.columnStride}).containsExactly(2, 5, 1);
        view.set(storage, 1, 4, true);
        assertThat(new int[] {view.offset, view.rowStride, view.columnStride}).containsExactly(1, 1, 4);
    }
}
