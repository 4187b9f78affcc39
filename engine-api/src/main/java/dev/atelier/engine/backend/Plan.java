package dev.atelier.engine.backend;

/** A recorded step that can be run again and again. It stays valid while the tensors that it names are open. */
public interface Plan extends AutoCloseable {
    /**
     * Enqueues the step once.
     *
     * @throws IllegalStateException if the plan, a tensor's arena or the backend is closed
     */
    void run();

    /** Releases what the plan holds; closing twice does nothing. */
    @Override
    void close();
}
