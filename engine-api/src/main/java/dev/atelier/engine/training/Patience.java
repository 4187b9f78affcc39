package dev.atelier.engine.training;

/** Counts epochs without a lower error on held-out data. */
final class Patience {
    private final int limit;
    private int fewestErrors = Integer.MAX_VALUE;
    private int epochsWithout;

    /** Makes a counter that is exhausted after {@code limit} epochs; never if it is 0. */
    Patience(int limit) {
        this.limit = limit;
    }

    /** Goes on from what an earlier run had counted. */
    void restore(TrainingLog log) {
        fewestErrors = log.fewestErrors();
        epochsWithout = log.epochsWithoutFewer();
    }

    /** Counts an epoch; returns whether it made fewer errors than all before it. */
    boolean improved(Evaluation evaluation) {
        int errors = evaluation.samples() - evaluation.correct();
        if (errors < fewestErrors) {
            fewestErrors = errors;
            epochsWithout = 0;
            return true;
        }
        epochsWithout++;
        return false;
    }

    boolean exhausted() {
        return limit > 0 && epochsWithout >= limit;
    }

    int fewestErrors() {
        return fewestErrors;
    }

    int epochsWithout() {
        return epochsWithout;
    }
}
