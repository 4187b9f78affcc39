/** {@code bench scaling}: how the time of a training step grows with the batch, the hidden layer and the threads. */
@NullMarked
package dev.atelier.bench.scaling;

import org.jspecify.annotations.NullMarked;
