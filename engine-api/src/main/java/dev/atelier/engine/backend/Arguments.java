package dev.atelier.engine.backend;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The checks that every operation makes, and their messages. */
final class Arguments {
    private Arguments() {}

    /** Checks that a tensor is open, of this backend, and of this type. */
    static void require(String operation, Backend backend, Tensor tensor, DType dtype) {
        require(operation, backend, tensor);
        if (tensor.dtype() != dtype) {
            throw new IllegalArgumentException(operation + ": " + tensor + " must be " + dtype);
        }
    }

    /** Checks that a tensor is open and of this backend. */
    static void require(String operation, Backend backend, Tensor tensor) {
        if (tensor.arena().backend() != backend) {
            throw new IllegalArgumentException(operation + ": " + tensor + " belongs to another backend");
        }
        if (!tensor.isOpen()) {
            throw new IllegalStateException(operation + ": " + tensor + " was used after its arena '"
                    + tensor.arena().label() + "' was closed");
        }
    }

    /** Checks the operands of {@code out = op(a) op(b)}. */
    static void requireProduct(
            String operation, Backend backend, Tensor a, boolean transposeA, Tensor b, boolean transposeB, Tensor out) {
        require(operation, backend, a, DType.F32);
        require(operation, backend, b, DType.F32);
        require(operation, backend, out, DType.F32);
        int m = transposeA ? a.columns() : a.rows();
        int k = transposeA ? a.rows() : a.columns();
        int innerOfB = transposeB ? b.columns() : b.rows();
        int n = transposeB ? b.rows() : b.columns();
        if (k != innerOfB || out.rows() != m || out.columns() != n) {
            throw mismatch(
                    operation,
                    "out = " + (transposeA ? "a^T" : "a") + " " + (transposeB ? "b^T" : "b")
                            + " needs equal inner dimensions and out [" + m + "][" + n + "]",
                    a,
                    b,
                    out);
        }
        distinct(operation, a, out);
        distinct(operation, b, out);
    }

    /** Checks that an operation does not write what it reads. */
    static void distinct(String operation, Tensor a, Tensor b) {
        if (a == b) {
            throw mismatch(operation, "input and output must not be the same tensor", a, b);
        }
    }

    /** Checks a number; {@code holds} says whether it is in its range. */
    static void inRange(String operation, String argument, boolean holds, float value) {
        if (!holds) {
            throw new IllegalArgumentException(operation + ": " + argument + " is out of range: " + value);
        }
    }

    /** Returns the fault of shapes that do not go together; {@code rule} says what was expected. */
    static IllegalArgumentException mismatch(String operation, String rule, Tensor... tensors) {
        String shapes = Arrays.stream(tensors).map(Tensor::toString).collect(Collectors.joining(", "));
        return new IllegalArgumentException(operation + ": " + rule + ", but got " + shapes);
    }
}
