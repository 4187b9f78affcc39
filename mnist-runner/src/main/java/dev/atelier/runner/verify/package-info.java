/** Checks on the spot that a device computes what it should. */
@NullMarked
package dev.atelier.runner.verify;

import org.jspecify.annotations.NullMarked;
