package dev.atelier.engine.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.engine.tck.ReferenceBackend;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The checks that every backend inherits: transfers, allocation, and tensors that must differ. */
class BackendTest {
    private final Backend backend = new ReferenceBackend();
    private final Arena arena = backend.arena("arena");
    private final Ops ops = backend.ops();

    @AfterEach
    void close() {
        backend.close();
    }

    @Test
    void transfersOfWrongLengthAreRefused() {
        Tensor floats = arena.allocate("floats", DType.F32, 2, 3);
        Tensor integers = arena.allocate("integers", DType.I32, 2, 3);
        Tensor bytes = arena.allocate("bytes", DType.U8, 2, 3);
        for (int length : new int[] {0, 5, 7}) {
            String end = " has 6 elements, but the array has " + length;
            refused(() -> backend.write(floats, new float[length]), "write: 'floats' F32 [2][3]" + end);
            refused(() -> backend.read(floats, new float[length]), "read: 'floats' F32 [2][3]" + end);
            refused(() -> backend.write(integers, new int[length]), "write: 'integers' I32 [2][3]" + end);
            refused(() -> backend.read(integers, new int[length]), "read: 'integers' I32 [2][3]" + end);
            refused(() -> backend.write(bytes, new byte[length]), "write: 'bytes' U8 [2][3]" + end);
        }
    }

    @Test
    void transfersOfWrongTypeAreRefused() {
        Tensor floats = arena.allocate("floats", DType.F32, 2, 3);
        Tensor bytes = arena.allocate("bytes", DType.U8, 2, 3);
        refused(() -> backend.write(floats, new int[6]), "write: 'floats' F32 [2][3] must be I32");
        refused(() -> backend.write(floats, new byte[6]), "write: 'floats' F32 [2][3] must be U8");
        refused(() -> backend.read(floats, new int[6]), "read: 'floats' F32 [2][3] must be I32");
        refused(() -> backend.write(bytes, new float[6]), "write: 'bytes' U8 [2][3] must be F32");
        refused(() -> backend.read(bytes, new float[6]), "read: 'bytes' U8 [2][3] must be F32");
    }

    @Test
    void impossibleShapesAreRefused() {
        for (int[] shape : new int[][] {{0, 1}, {1, 0}, {-1, 5}, {Integer.MIN_VALUE, Integer.MIN_VALUE}}) {
            refused(
                    () -> arena.allocate("x", DType.F32, shape[0], shape[1]),
                    "allocate 'x': dimensions must be at least 1, but are [" + shape[0] + "][" + shape[1] + "]");
        }
        refused(
                () -> arena.allocate("x", DType.F32, 1 << 16, 1 << 16),
                "allocate 'x': [65536][65536] has more than 2147483583 elements");
        refused(() -> arena.slab("s", List.of()), "slab 's' has no entries");
        refused(
                () -> arena.slab("s", List.of(new Slab.Entry("a", 1, 1), new Slab.Entry("b", 0, 2))),
                "allocate 'b': dimensions must be at least 1, but are [0][2]");
        Slab.Entry half = new Slab.Entry("half", 1 << 15, 1 << 15);
        refused(() -> arena.slab("s", List.of(half, half)), "slab 's' has too many elements: 2147483648");
        assertThat(backend.memory()).isEqualTo(new MemoryUse(1, 0, 0));
    }

    /** Square tensors, so that nothing but the repetition is wrong. */
    @Test
    void outputsMustNotBeInputs() {
        Tensor a = square("a");
        Tensor b = square("b");
        Tensor c = square("c");
        Tensor row = arena.allocate("row", DType.F32, 1, 2);
        Tensor scalar = arena.allocate("scalar", DType.F32, 1, 1);
        Tensor labels = arena.allocate("labels", DType.I32, 2, 1);
        Tensor step = arena.allocate("step", DType.I32, 1, 1);
        Tensor rowLoss = arena.allocate("row loss", DType.F32, 2, 1);
        ActivationFunction relu = Activation.RELU.function();
        LayerTensors layer = new LayerTensors(a, row);
        RowSelection rows = new RowSelection(a, arena.allocate("order", DType.I32, 1, 2), step, 2);
        repeated("matmul", () -> ops.matmul(a, false, b, false, a));
        repeated("matmul", () -> ops.matmul(a, false, b, false, b));
        repeated("addBias", () -> ops.addBias(row, row));
        repeated("columnSums", () -> ops.columnSums(row, row));
        repeated("activationGradient", () -> ops.activationGradient(relu, a, b, a));
        repeated("softmaxCrossEntropy", () -> ops.softmaxCrossEntropy(a, labels, rowLoss, a));
        repeated("squaredError", () -> ops.squaredError(a, b, rowLoss, a));
        repeated("squaredError", () -> ops.squaredError(a, b, rowLoss, b));
        repeated("gatherRows", () -> ops.gatherRows(rows, 1, a));
        repeated("gatherLabels", () -> ops.gatherLabels(rows.of(labels), labels));
        repeated("recordMean", () -> ops.recordMean(scalar, scalar, step));
        repeated("copy", () -> ops.copy(a, a));
        repeated("sumOfSquares", () -> ops.sumOfSquares(scalar, scalar));
        repeated("squaredDistance", () -> ops.squaredDistance(scalar, scalar, scalar));
        repeated("linear", () -> ops.linear(b, layer, relu, null, b));
        repeated("linear", () -> ops.linear(b, layer, relu, c, c));
        repeated("linear", () -> ops.linear(b, layer, relu, b, c));
        repeated("linearInputGradient", () -> ops.linearInputGradient(a, b, relu, c, a));
        repeated("linearInputGradient", () -> ops.linearInputGradient(a, b, relu, c, b));
        repeated("linearInputGradient", () -> ops.linearInputGradient(a, b, relu, c, c));
    }

    @Test
    void updatesNeedDistinctTensorsAndTheRightState() {
        Tensor a = square("a");
        Tensor b = square("b");
        Tensor c = square("c");
        LearningRate rate =
                new LearningRate(arena.allocate("rates", DType.F32, 1, 2), arena.allocate("step", DType.I32, 1, 1));
        UpdateRule rule = new UpdateRule.Momentum(0.5f, false, 0);
        repeated("update", () -> ops.update(rule, rate, a, a, List.of(c)));
        repeated("update", () -> ops.update(rule, rate, a, b, List.of(a)));
        repeated("update", () -> ops.update(rule, rate, a, b, List.of(b)));
        refused(
                () -> ops.update(rule, rate, a, b, List.of()),
                "update: " + rule + " needs 1 state tensors for 'a' F32 [2][2], but got 0");
        refused(
                () -> ops.update(new UpdateRule.Sgd(0), rate, a, b, List.of(c)),
                "update: " + new UpdateRule.Sgd(0) + " needs 0 state tensors for 'a' F32 [2][2], but got 1");
        UpdateRule adam = new UpdateRule.Adam(0.5f, 0.5f, 1, 0);
        refused(
                () -> ops.update(adam, rate, a, b, List.of(c, square("d"))),
                "update: the learning rate's table must have a row for each of the 2 coefficients of " + adam
                        + ", but got 'rates' F32 [1][2]");
        LayerTensors layer = new LayerTensors(a, arena.allocate("row", DType.F32, 1, 2));
        refused(
                () -> new LayerUpdate(rule, rate, layer, layer, List.of()),
                "LayerUpdate: " + rule + " needs 1 state tensors, but 0 were given");
    }

    @Test
    void stridesMustBePositive() {
        Tensor data = square("data");
        refused(() -> new RowSelection(data, data, data, 0), "RowSelection: stride must be at least 1, but is 0");
    }

    @Test
    void tensorsDescribeThemselves() {
        Tensor tensor = arena.allocate("hidden", DType.F32, 128, 1000);

        assertThat(tensor).hasToString("'hidden' F32 [128][1000]");
        assertThat(tensor.size()).isEqualTo(128_000);
        assertThat(tensor.arena()).isSameAs(arena);
        assertThat(arena.label()).isEqualTo("arena");
        assertThat(arena.bytes()).isEqualTo(4 * 128_000);
    }

    private Tensor square(String label) {
        return arena.allocate(label, DType.F32, 2, 2);
    }

    private static void repeated(String operation, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(operation + ": input and output must not be the same tensor, but got '");
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }
}
