/** The job in libtorch, called through JavaCPP. */
@NullMarked
package dev.atelier.peers.libtorch;

import org.jspecify.annotations.NullMarked;
