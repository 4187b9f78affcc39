package dev.atelier.engine.tck;

import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.Tensor;
import java.util.HashMap;
import java.util.Map;

/** An operation's tensors in a trial, filled from a seed. */
final class OperationRun {
    private final Trial t;
    private final Operation operation;
    private final Map<String, Tensor> tensors = new HashMap<>();

    OperationRun(Trial t, Operation operation) {
        this.t = t;
        this.operation = operation;
        for (Operation.Argument a : operation.arguments()) {
            tensors.put(a.label(), t.plain(a.label(), a.dtype(), a.rows(), a.columns()));
        }
    }

    /** Fills every tensor with numbers that the operation takes. */
    OperationRun fill(long seed) {
        Samples samples = new Samples(seed);
        for (Operation.Argument a : operation.arguments()) {
            Tensor tensor = tensors.get(a.label());
            switch (a.dtype()) {
                case F32 -> t.backend().write(tensor, samples.floats(tensor.size()));
                case I32 -> t.backend().write(tensor, samples.integers(tensor.size(), a.bound()));
                case U8 -> t.backend().write(tensor, samples.pixels(tensor.size()));
            }
        }
        return this;
    }

    /** Returns the tensors by their labels. */
    Operation.Tensors tensors() {
        return tensors::get;
    }

    /** Checks that this run left the same bits as another. */
    void verifySameBits(String what, OperationRun expected) {
        for (Operation.Argument a : operation.arguments()) {
            if (!a.specified()) {
                continue;
            }
            String where = what + ": '" + a.label() + "'";
            t.verifySameBits(where, expected.bits(a), bits(a));
        }
    }

    private float[] bits(Operation.Argument argument) {
        Tensor tensor = tensors.get(argument.label());
        if (argument.dtype() != DType.I32) {
            return t.readF32(tensor);
        }
        int[] integers = t.readI32(tensor);
        float[] values = new float[integers.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = integers[i];
        }
        return values;
    }
}
