package dev.atelier.engine.tck;

import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.Ops;
import dev.atelier.engine.backend.RowSelection;
import dev.atelier.engine.backend.Slab;
import dev.atelier.engine.backend.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One run of one operation on tensors of its own.
 *
 * <p>What the operation writes starts as NaN and lies between guard tensors that hold a mark. With every other seed, what it
 * reads lies between guards of NaN, so that reading past an input shows; with the others it is allocated alone. Afterwards
 * guards, padding and inputs must be what they were.
 */
final class Trial {
    private static final int GUARD_COLUMNS = 37;
    private static final float MARK = -54321.125f;

    private final Backend backend;
    private final Arena arena;
    private final PromiseCase promiseCase;
    private final long seed;
    private final Samples samples;
    private final List<Slab> outputs = new ArrayList<>();
    private final List<Unchanged> inputs = new ArrayList<>();

    Trial(Backend backend, Arena arena, PromiseCase promiseCase, long seed) {
        this.backend = backend;
        this.arena = arena;
        this.promiseCase = promiseCase;
        this.seed = seed;
        this.samples = new Samples(seed);
    }

    Backend backend() {
        return backend;
    }

    Ops ops() {
        return backend.ops();
    }

    Samples samples() {
        return samples;
    }

    /** Allocates an F32 tensor that the operation only reads. */
    Tensor input(String label, int rows, int columns, float[] values) {
        if ((seed & 1) == 0) {
            Tensor tensor = plain(label, DType.F32, rows, columns);
            backend.write(tensor, values);
            inputs.add(new Unchanged(tensor, tensor, readF32(tensor)));
            return tensor;
        }
        Slab slab = guarded(label, rows, columns, Float.NaN);
        Tensor tensor = slab.tensors().get(1);
        backend.write(tensor, values);
        inputs.add(new Unchanged(tensor, slab.whole(), readF32(slab.whole())));
        return tensor;
    }

    /** Allocates an I32 tensor. */
    Tensor integers(String label, int rows, int columns, int... values) {
        Tensor tensor = plain(label, DType.I32, rows, columns);
        backend.write(tensor, values);
        return tensor;
    }

    /** Allocates a U8 tensor. */
    Tensor bytes(String label, int rows, int columns, byte[] values) {
        Tensor tensor = plain(label, DType.U8, rows, columns);
        backend.write(tensor, values);
        return tensor;
    }

    /** Allocates an F32 tensor that the operation overwrites. */
    Tensor output(String label, int rows, int columns) {
        float[] poison = new float[rows * columns];
        Arrays.fill(poison, Float.NaN);
        return changing(label, rows, columns, poison);
    }

    /** Allocates an F32 tensor that the operation changes in place. */
    Tensor changing(String label, int rows, int columns, float[] values) {
        Slab slab = guarded(label, rows, columns, MARK);
        Tensor tensor = slab.tensors().get(1);
        backend.write(tensor, values);
        outputs.add(slab);
        return tensor;
    }

    /** Allocates a network with this data. */
    SmallNetwork network(SmallNetwork.Design design, NetworkData data) {
        return new SmallNetwork(this, design, data);
    }

    /** Checks an F32 or U8 tensor against the oracle, NaN and infinity before tolerance. */
    void verify(Tensor tensor, Expected expected) {
        verifyFirst(tensor, tensor.size(), expected);
    }

    /** Checks the first elements of an F32 or U8 tensor. */
    void verifyFirst(Tensor tensor, int count, Expected expected) {
        float[] found = readF32(tensor);
        int bad = 0;
        int first = -1;
        for (int i = 0; i < count; i++) {
            if (!agree(expected.value(i), expected.tolerance(i), found[i])) {
                bad++;
                first = first < 0 ? i : first;
            }
        }
        if (bad > 0) {
            throw failure(
                    element(tensor, first) + ", the first of " + bad + " wrong elements of " + count,
                    expected.value(first) + " within " + expected.tolerance(first),
                    found[first]);
        }
    }

    /** Checks an I32 tensor. */
    void verify(Tensor tensor, int... expected) {
        int[] found = readI32(tensor);
        int first = Arrays.mismatch(expected, found);
        if (first >= 0) {
            throw failure(element(tensor, first), expected[first], found[first]);
        }
    }

    /** Checks that two runs left the same bits; {@code what} says which runs. */
    void verifySameBits(String what, float[] expected, float[] found) {
        for (int i = 0; i < expected.length; i++) {
            if (Float.floatToIntBits(expected[i]) != Float.floatToIntBits(found[i])) {
                throw failure(what + ": element " + i, expected[i] + " bit for bit", found[i]);
            }
        }
    }

    /** Checks guards, padding and inputs. */
    void verifySurroundings() {
        for (Unchanged input : inputs) {
            verifySameBits(
                    "input " + input.tensor + " must stay as it was, with what lies round it",
                    input.before,
                    readF32(input.block));
        }
        for (Slab output : outputs) {
            verifyGuards(output);
        }
    }

    /** Reads an F32 tensor, or a U8 tensor by way of gathering its rows. */
    float[] readF32(Tensor tensor) {
        if (tensor.dtype() == DType.U8) {
            return readBytes(tensor);
        }
        float[] values = new float[tensor.size()];
        backend.read(tensor, values);
        return values;
    }

    private float[] readBytes(Tensor tensor) {
        Tensor copy = arena.allocate("copy of " + tensor.label(), DType.F32, tensor.rows(), tensor.columns());
        Tensor order = arena.allocate("rows in turn", DType.I32, 1, tensor.rows());
        backend.write(order, IntStream.range(0, tensor.rows()).toArray());
        Tensor step = arena.allocate("first step", DType.I32, 1, 1);
        ops().gatherRows(new RowSelection(tensor, order, step, tensor.rows()), 1, copy);
        return readF32(copy);
    }

    int[] readI32(Tensor tensor) {
        int[] values = new int[tensor.size()];
        backend.read(tensor, values);
        return values;
    }

    /** Returns the failure of this trial, with promise, shapes and seed. */
    BrokenPromise failure(String place, Object expected, Object found) {
        return promiseCase.failure(place, expected, found);
    }

    /** Allocates a tensor of zeros without guards. */
    Tensor plain(String label, DType dtype, int rows, int columns) {
        return promiseCase.uses(arena.allocate(label, dtype, rows, columns));
    }

    /** Allocates F32 tensors in one block; {@code sides} are their rows and columns in turn. */
    Slab slab(String label, int... sides) {
        List<Slab.Entry> entries = new ArrayList<>();
        for (int i = 0; i < sides.length; i += 2) {
            entries.add(new Slab.Entry(label + " part " + i / 2, sides[i], sides[i + 1]));
        }
        return slab(label, entries);
    }

    /** Allocates F32 tensors in one block. */
    Slab slab(String label, List<Slab.Entry> entries) {
        Slab slab = arena.slab(label, entries);
        slab.tensors().forEach(promiseCase::uses);
        return slab;
    }

    private Slab guarded(String label, int rows, int columns, float mark) {
        Slab slab = arena.slab(
                label + " with guards",
                List.of(
                        new Slab.Entry("guard before " + label, 1, GUARD_COLUMNS),
                        new Slab.Entry(label, rows, columns),
                        new Slab.Entry("guard after " + label, 1, GUARD_COLUMNS)));
        promiseCase.uses(slab.tensors().get(1));
        float[] marks = new float[GUARD_COLUMNS];
        Arrays.fill(marks, mark);
        backend.write(slab.tensors().get(0), marks);
        backend.write(slab.tensors().get(2), marks);
        return slab;
    }

    private void verifyGuards(Slab slab) {
        Tensor tensor = slab.tensors().get(1);
        for (int part : new int[] {0, 2}) {
            float[] guard = readF32(slab.tensors().get(part));
            for (int i = 0; i < guard.length; i++) {
                if (guard[i] != MARK) {
                    throw failure(
                            "a write outside " + tensor + ": element " + i + " of '"
                                    + slab.tensors().get(part).label() + "'",
                            MARK,
                            guard[i]);
                }
            }
        }
        verifyPadding(slab);
    }

    /** Checks that a slab holds nothing but its parts and zeros. */
    void verifyPadding(Slab slab) {
        int inside = slab.tensors().stream()
                .mapToInt(part -> countNonZero(readF32(part)))
                .sum();
        int all = countNonZero(readF32(slab.whole()));
        if (all != inside) {
            throw failure("the padding of " + slab.whole(), "zeros", (all - inside) + " elements that are not zero");
        }
    }

    private static int countNonZero(float[] values) {
        int count = 0;
        for (float value : values) {
            if (value != 0) {
                count++;
            }
        }
        return count;
    }

    private static boolean agree(double expected, double tolerance, float found) {
        if (Double.isNaN(expected) || Float.isNaN(found)) {
            return Double.isNaN(expected) && Float.isNaN(found);
        }
        float rounded = (float) expected;
        if (Float.isInfinite(rounded) || Float.isInfinite(found)) {
            return rounded == found;
        }
        return Math.abs(found - expected) <= tolerance;
    }

    private static String element(Tensor tensor, int index) {
        return "'" + tensor.label() + "'[" + index / tensor.columns() + "][" + index % tensor.columns() + "]";
    }

    /** An input, the block that it lies in, and what the block held. */
    private static final class Unchanged {
        private final Tensor tensor;
        private final Tensor block;
        private final float[] before;

        Unchanged(Tensor tensor, Tensor block, float[] before) {
            this.tensor = tensor;
            this.block = block;
            this.before = before;
        }
    }
}
