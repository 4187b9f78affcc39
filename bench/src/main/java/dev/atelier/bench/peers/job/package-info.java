/**
 * The job that every library in the comparison does, and the one clock that times it: 784-1000-10 or what the data ask for,
 * ReLU, softmax cross-entropy, fp32.
 */
@NullMarked
package dev.atelier.bench.peers.job;

import org.jspecify.annotations.NullMarked;
