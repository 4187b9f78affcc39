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

    /** Returns the fault of shapes that do not go together; {@code rule} says what was expected. */
    static IllegalArgumentException mismatch(String operation, String rule, Tensor... tensors) {
        String shapes = Arrays.stream(tensors).map(Tensor::toString).collect(Collectors.joining(", "));
        return new IllegalArgumentException(operation + ": " + rule + ", but got " + shapes);
    }
}
