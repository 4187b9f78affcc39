/** The job in Deeplearning4j on its native backend. */
@NullMarked
package dev.atelier.peers.deeplearning4j;

import org.jspecify.annotations.NullMarked;
