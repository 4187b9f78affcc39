/** Writes training curves and weight histograms for TensorBoard. */
@NullMarked
package dev.atelier.runner.tensorboard;

import org.jspecify.annotations.NullMarked;
