package dev.atelier.engine.backend;

/** A backend's plan in its user's hands: it is closed by the thread that the backend belongs to. Running it checks that anyhow. */
final class ConfinedPlan implements Plan {
    private final Backend backend;
    private final Plan plan;

    ConfinedPlan(Backend backend, Plan plan) {
        this.backend = backend;
        this.plan = plan;
    }

    @Override
    public void run() {
        plan.run();
    }

    @Override
    public void run(int times) {
        plan.run(times);
    }

    @Override
    public void close() {
        backend.checkThread("Plan.close");
        plan.close();
    }
}
