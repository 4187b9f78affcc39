/** Fully connected networks: their shape, their weights, and the passes through them. */
@NullMarked
package dev.atelier.engine.network;

import org.jspecify.annotations.NullMarked;
