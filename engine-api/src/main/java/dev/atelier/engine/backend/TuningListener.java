package dev.atelier.engine.backend;

/** Watches tuning, and may stop it. Called on the thread that tunes. */
public interface TuningListener {
    /**
     * A candidate is about to be tried.
     *
     * @param done candidates that are done with
     * @param total candidates that there are
     * @param products the products it is for
     * @param candidate the kernel and its sizes
     */
    void onCandidate(int done, int total, String products, String candidate);

    /** The choice for a kind of product is made, and stored. */
    void onTuned(TuningReport.Choice choice);

    /** A candidate was rejected. */
    void onRejected(TuningReport.Rejection rejection);

    /** Something that people should know. */
    void onNote(String line);

    /** Whether to stop before the next candidate. */
    boolean isStopRequested();
}
