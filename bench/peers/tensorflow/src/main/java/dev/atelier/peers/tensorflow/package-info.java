/** The job in TensorFlow-Java, as a graph that a session runs. */
@NullMarked
package dev.atelier.peers.tensorflow;

import org.jspecify.annotations.NullMarked;
