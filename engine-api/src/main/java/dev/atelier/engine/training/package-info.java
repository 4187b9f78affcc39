/** The training loop, its settings, its stopping rules and what it reports. */
@NullMarked
package dev.atelier.engine.training;

import org.jspecify.annotations.NullMarked;
