package dev.atelier.bench.progression;

import dev.atelier.bench.ProductShape;
import java.util.List;

/**
 * All steps with one product.
 *
 * @param steps in their order, the naive one first
 */
record ShapeResult(ProductShape shape, List<StepResult> steps) {
    ShapeResult {
        steps = List.copyOf(steps);
    }

    /** Returns the step that {@code step} changes, itself if it is the first. */
    StepResult before(StepResult step) {
        return steps.stream()
                .filter(other -> other.name().equals(step.after()))
                .findFirst()
                .orElse(step);
    }

    /** Returns the first step. */
    StepResult naive() {
        return steps.get(0);
    }
}
