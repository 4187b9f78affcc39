/** Counter-based random numbers: the same on every backend, for any number of threads, and after a resumed run. */
@NullMarked
package dev.atelier.engine.random;

import org.jspecify.annotations.NullMarked;
