package dev.atelier.engine.tck;

import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.Ops;
import dev.atelier.engine.backend.Plan;
import java.util.function.Consumer;

/** A plan with one fault. */
final class FaultyPlan implements Plan {
    private final Fault fault;
    private final Backend backend;
    private final Ops unchecked;
    private final Consumer<Ops> step;
    private int runs;
    private boolean open = true;

    FaultyPlan(Fault fault, Backend backend, Ops unchecked, Consumer<Ops> step) {
        this.fault = fault;
        this.backend = backend;
        this.unchecked = unchecked;
        this.step = step;
        if (fault == Fault.PLAN_RUNS_WHEN_RECORDED) {
            step.accept(backend.ops());
        }
    }

    @Override
    public void run() {
        if (!open && fault != Fault.PLAN_RUNS_AFTER_CLOSE) {
            throw new IllegalStateException("run: the plan is closed");
        }
        runs++;
        switch (fault) {
            case PLAN_RUNS_ONCE -> {
                if (runs == 1) {
                    step.accept(backend.ops());
                }
            }
            case PLAN_SKIPS_CHECKS, PLAN_RUNS_AFTER_CLOSE -> step.accept(unchecked);
            case PLAN_RUNS_ON_ANY_THREAD -> {
                boolean foreign = Thread.currentThread().getName().equals("intruder");
                step.accept(foreign ? unchecked : backend.ops());
            }
            default -> step.accept(backend.ops());
        }
    }

    @Override
    public void close() {
        if (!open && fault == Fault.PLAN_CLOSES_ONCE_ONLY) {
            throw new IllegalStateException("close: the plan is closed");
        }
        open = false;
    }
}
