/** {@code bench scaling}: how a training step's time grows with the batch, the network and the threads. */
@NullMarked
package dev.atelier.bench.scaling;

import org.jspecify.annotations.NullMarked;
