/** The five matrix products of a training step in OpenBLAS, and nothing else. */
@NullMarked
package dev.atelier.peers.openblas;

import org.jspecify.annotations.NullMarked;
