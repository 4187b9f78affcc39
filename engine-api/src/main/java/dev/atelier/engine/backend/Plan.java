package dev.atelier.engine.backend;

/** A recorded step that can be run again and again. It stays valid while the tensors that it names are open. */
public interface Plan extends AutoCloseable {
    /**
     * Enqueues the step once.
     *
     * @throws IllegalStateException if the plan, a tensor's arena or the backend is closed
     */
    void run();

    /**
     * Enqueues the step so many times, one after the other. A plan of {@link Backend#recordRepeated} may wait until they are done.
     *
     * @param times at least 1
     * @throws IllegalStateException as {@link #run()}
     * @throws BackendException if the device fails; parameters, optimiser state and step number are then as they were
     */
    default void run(int times) {
        for (int i = 0; i < times; i++) {
            run();
        }
    }

    /**
     * Releases what the plan holds; closing twice does nothing.
     *
     * @throws IllegalStateException if it is not called by the thread that the backend belongs to
     */
    @Override
    void close();
}
