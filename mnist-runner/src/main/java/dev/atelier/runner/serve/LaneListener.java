package dev.atelier.runner.serve;

/** Is told what a lane does, on the lane's thread, which holds no lock then. */
interface LaneListener {
    /** Called when the lane's status changes, and when an epoch is done. */
    void onChange(Lane lane);

    /** Called a few times a second while it trains. */
    void onProgress(Lane lane, Lane.Progress progress);

    /** Called when there are newer weights. */
    void onWeights(Lane lane, SeenNetwork network);

    /** Whether anybody looks, so that weights are worth reading. */
    boolean isWatched();
}
