package dev.atelier.engine.tck;

import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.Ops;
import dev.atelier.engine.backend.Plan;
import dev.atelier.engine.backend.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Faults in arguments are refused with operation, labels and shapes, called directly and in plans. */
interface ArgumentChecks extends Conformance {
    @Test
    default void wrongShapesAreRefused() {
        forArguments(argument -> {
            List<Operation.Argument> wrong = new ArrayList<>();
            if (!argument.free().contains("rows")) {
                wrong.add(resized(argument, argument.dtype(), 1, 0));
            }
            if (!argument.free().contains("columns")) {
                wrong.add(resized(argument, argument.dtype(), 0, 1));
            }
            return wrong;
        });
    }

    @Test
    default void wrongTypesAreRefused() {
        forArguments(argument -> argument.label().equals("scratch")
                ? List.of()
                : List.of(resized(argument, argument.wrongType(), 0, 0)));
    }

    @Test
    default void tensorsOfAnotherBackendAreRefused() {
        try (Backend other = bed().open();
                Arena foreign = other.arena("foreign")) {
            for (Operation operation : operations()) {
                for (Operation.Argument argument : used(operation)) {
                    try (Arena arena = bed().backend().arena("arguments")) {
                        Map<String, Tensor> tensors = allocate(arena, operation, argument);
                        tensors.put(argument.label(), allocate(foreign, argument));
                        refused(operation, argument, tensors);
                    }
                }
            }
        }
    }

    private static List<Operation> operations() {
        return new Catalogue(5, 4, 3).operations();
    }

    private static List<Operation.Argument> used(Operation operation) {
        return operation.arguments().stream()
                .filter(argument -> !argument.label().equals("scratch"))
                .toList();
    }

    /** Makes an argument wrong. */
    @FunctionalInterface
    interface Spoiler {
        List<Operation.Argument> spoil(Operation.Argument argument);
    }

    private void forArguments(Spoiler spoiler) {
        for (Operation operation : operations()) {
            for (Operation.Argument argument : used(operation)) {
                for (Operation.Argument wrong : spoiler.spoil(argument)) {
                    try (Arena arena = bed().backend().arena("arguments")) {
                        Map<String, Tensor> tensors = allocate(arena, operation, argument);
                        tensors.put(wrong.label(), allocate(arena, wrong));
                        refused(operation, wrong, tensors);
                    }
                }
            }
        }
    }

    private static Operation.Argument resized(Operation.Argument a, DType dtype, int moreRows, int moreColumns) {
        return new Operation.Argument(
                a.label(), dtype, dtype, a.rows() + moreRows, a.columns() + moreColumns, a.bound(), a.free(), true);
    }

    /** Allocates all arguments but one. */
    private static Map<String, Tensor> allocate(Arena arena, Operation operation, Operation.Argument without) {
        Map<String, Tensor> tensors = new HashMap<>();
        for (Operation.Argument argument : operation.arguments()) {
            if (!argument.equals(without)) {
                tensors.put(argument.label(), allocate(arena, argument));
            }
        }
        return tensors;
    }

    private static Tensor allocate(Arena arena, Operation.Argument argument) {
        return arena.allocate(argument.label(), argument.dtype(), argument.rows(), argument.columns());
    }

    private void refused(Operation operation, Operation.Argument wrong, Map<String, Tensor> tensors) {
        String shape = "'" + wrong.label() + "' " + wrong.dtype() + " [" + wrong.rows() + "][" + wrong.columns() + "]";
        Consumer<Ops> step = ops -> operation.call(ops, tensors::get);
        message(
                operation.name() + " with " + shape,
                operation.name(),
                shape,
                () -> step.accept(bed().backend().ops()));
        message("a plan of " + operation.name() + " with " + shape, operation.name(), shape, () -> {
            try (Plan plan = bed().backend().record(step)) {
                plan.run();
            }
        });
    }

    private static void message(String what, String operation, String shape, Runnable call) {
        try {
            call.run();
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            if (!message.contains(operation) || !message.contains(shape)) {
                throw new AssertionError(
                        what + ": the message must name operation, label and shape, but is: " + message, e);
            }
            return;
        } catch (RuntimeException e) {
            throw new AssertionError(what + ": expected IllegalArgumentException, found " + e, e);
        }
        throw new AssertionError(what + ": expected IllegalArgumentException, but the call was accepted");
    }
}
