package dev.atelier.engine.backend;

import java.util.function.Consumer;

/** The plan of a backend without recording: runs the closure each time. */
final class EagerPlan implements Plan {
    private final Backend backend;
    private final Consumer<Ops> step;
    private boolean open = true;

    EagerPlan(Backend backend, Consumer<Ops> step) {
        this.backend = backend;
        this.step = step;
    }

    @Override
    public void run() {
        if (!open) {
            throw new IllegalStateException("run: the plan is closed");
        }
        step.accept(backend.ops());
    }

    @Override
    public void close() {
        open = false;
    }
}
