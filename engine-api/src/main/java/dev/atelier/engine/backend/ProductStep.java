package dev.atelier.engine.backend;

/**
 * One of several ways in which a backend can compute a product, each of which changes one thing about another.
 */
public final class ProductStep {
    private final Backend backend;
    private final String name;
    private final String after;
    private final String change;
    private final Recorder recorder;

    /** Records the product; its arguments have been checked. */
    @FunctionalInterface
    public interface Recorder {
        /** Returns a plan that computes {@code out = a b}. */
        Plan record(Tensor a, Tensor b, Tensor out);
    }

    /**
     * Makes a step.
     *
     * @param backend that computes the product
     * @param name of the step, unique among the backend's
     * @param after the name of the step that this one changes, empty for the first
     * @param change what is different from it, in a few words
     * @param recorder of the product
     */
    public ProductStep(Backend backend, String name, String after, String change, Recorder recorder) {
        this.backend = backend;
        this.name = name;
        this.after = after;
        this.change = change;
        this.recorder = recorder;
    }

    /** Returns the step's name. */
    public String name() {
        return name;
    }

    /** Returns the name of the step that this one changes, empty for the first. */
    public String after() {
        return after;
    }

    /** Returns what is different, in a few words. */
    public String change() {
        return change;
    }

    /**
     * Records {@code out = a b}: {@code [m][k] x [k][n]}, row-major.
     *
     * @throws IllegalArgumentException if the shapes do not go together
     */
    public Plan record(Tensor a, Tensor b, Tensor out) {
        String operation = "product '" + name + "'";
        backend.checkOpen(operation);
        Arguments.requireProduct(operation, backend, a, false, b, false, out);
        return recorder.record(a, b, out);
    }
}
