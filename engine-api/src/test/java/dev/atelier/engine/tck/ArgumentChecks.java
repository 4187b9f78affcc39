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
import org.jspecify.annotations.Nullable;
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
        bed().promiseCase("two backends open", inCase -> {
            try (Backend other = bed().open();
                    Arena foreign = other.arena("foreign")) {
                inCase.uses(foreign.allocate("of another backend", DType.F32, 1, 1));
                for (Operation operation : operations()) {
                    for (Operation.Argument argument : used(operation)) {
                        refused(operation, argument, argument, foreign);
                    }
                }
            }
        });
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
                    refused(operation, argument, wrong, null);
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

    /**
     * Checks that a call with one wrong argument is refused.
     *
     * @param foreign where the wrong argument is allocated, or null for the other arguments' arena
     */
    private void refused(
            Operation operation, Operation.Argument right, Operation.Argument wrong, @Nullable Arena foreign) {
        String shape = "'" + wrong.label() + "' " + wrong.dtype() + " [" + wrong.rows() + "][" + wrong.columns() + "]";
        String call = operation.name() + " with " + (foreign == null ? "" : "another backend's ") + shape;
        bed().promiseCase(call, inCase -> {
            try (Arena arena = bed().backend().arena("arguments")) {
                Map<String, Tensor> tensors = allocate(arena, operation, right);
                tensors.put(wrong.label(), allocate(foreign == null ? arena : foreign, wrong));
                tensors.values().forEach(inCase::uses);
                Consumer<Ops> step = ops -> operation.call(ops, tensors::get);
                List<String> named = List.of(operation.name(), shape);
                inCase.refused(
                        call,
                        IllegalArgumentException.class,
                        named,
                        () -> step.accept(bed().backend().ops()));
                inCase.refused("a plan of " + call, IllegalArgumentException.class, named, () -> {
                    try (Plan plan = bed().backend().record(step)) {
                        plan.run();
                    }
                });
            }
        });
    }
}
