package dev.atelier.bench.peers.job;

import dev.atelier.runner.data.ImageData;

/** Sets a library up for a job. */
@FunctionalInterface
public interface LearnerFactory {
    /** Makes the network and puts the data where the library wants them. */
    Learner start(Job job, ImageData data);
}
