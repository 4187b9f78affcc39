package dev.atelier.engine.tck;

import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.LayerTensors;
import dev.atelier.engine.backend.Ops;
import dev.atelier.engine.backend.Tensor;
import java.util.ArrayList;
import java.util.List;

/** A call of one operation with valid arguments, from which invalid ones can be derived. */
final class Operation {
    private final String name;
    private final List<Argument> arguments = new ArrayList<>();
    private Call preparation = (ops, tensors) -> {};
    private Call call = (ops, tensors) -> {};

    Operation(String name) {
        this.name = name;
    }

    /** Makes the call, given its tensors by their labels. */
    @FunctionalInterface
    interface Call {
        void run(Ops ops, Tensors tensors);
    }

    /** Finds a tensor by its label. */
    @FunctionalInterface
    interface Tensors {
        Tensor of(String label);

        /** Returns the weights and bias whose labels start so. */
        default LayerTensors layer(String prefix) {
            return new LayerTensors(of(prefix + "weights"), of(prefix + "bias"));
        }
    }

    /**
     * One tensor of the call.
     *
     * @param wrongType an element type that the operation refuses
     * @param bound integers are 0 to this, exclusively
     * @param free which sides may have any length: none, {@code rows}, {@code columns} or both
     * @param specified whether the SPI says what the tensor holds afterwards
     */
    record Argument(
            String label,
            DType dtype,
            DType wrongType,
            int rows,
            int columns,
            int bound,
            String free,
            boolean specified) {}

    /** Adds an F32 tensor. */
    Operation floats(String label, int rows, int columns) {
        return add(new Argument(label, DType.F32, DType.I32, rows, columns, 0, "", true));
    }

    /** Adds an I32 tensor. */
    Operation integers(String label, int rows, int columns, int bound) {
        return add(new Argument(label, DType.I32, DType.F32, rows, columns, bound, "", true));
    }

    /** Adds a U8 tensor. */
    Operation bytes(String label, int rows, int columns) {
        return add(new Argument(label, DType.U8, DType.I32, rows, columns, 0, "", true));
    }

    /** Lets sides of the argument added last have any length. */
    Operation free(String sides) {
        Argument a = arguments.remove(arguments.size() - 1);
        return add(new Argument(a.label, a.dtype, a.wrongType, a.rows, a.columns, a.bound, sides, a.specified));
    }

    /** Names another type that the argument added last must not have. */
    Operation refusing(DType wrongType) {
        Argument a = arguments.remove(arguments.size() - 1);
        return add(new Argument(a.label, a.dtype, wrongType, a.rows, a.columns, a.bound, a.free, a.specified));
    }

    /** Says that what the argument added last holds afterwards is the backend's affair. */
    Operation unspecified() {
        Argument a = arguments.remove(arguments.size() - 1);
        return add(new Argument(a.label, a.dtype, a.wrongType, a.rows, a.columns, a.bound, a.free, false));
    }

    /** Sets what must run before the call. */
    Operation after(Call before) {
        this.preparation = before;
        return this;
    }

    /** Sets the call. */
    Operation calls(Call operation) {
        this.call = operation;
        return this;
    }

    String name() {
        return name;
    }

    List<Argument> arguments() {
        return arguments;
    }

    /** Makes the call alone. */
    void call(Ops ops, Tensors tensors) {
        call.run(ops, tensors);
    }

    /** Makes the call after its preparation. */
    void run(Ops ops, Tensors tensors) {
        preparation.run(ops, tensors);
        call.run(ops, tensors);
    }

    @Override
    public String toString() {
        return name;
    }

    private Operation add(Argument argument) {
        arguments.add(argument);
        return this;
    }
}
