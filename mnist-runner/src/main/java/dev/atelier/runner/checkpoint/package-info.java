/** Checkpoints: a run's state in files that are whole or refused, and a folder that keeps the last few of them. */
@NullMarked
package dev.atelier.runner.checkpoint;

import org.jspecify.annotations.NullMarked;
