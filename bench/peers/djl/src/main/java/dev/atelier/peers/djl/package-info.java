/** The job in Deep Java Library on its PyTorch engine. */
@NullMarked
package dev.atelier.peers.djl;

import org.jspecify.annotations.NullMarked;
