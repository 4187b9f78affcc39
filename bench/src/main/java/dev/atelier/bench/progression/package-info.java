/** {@code bench progression}: the same product in steps, from a naive kernel to the one that the backend uses. */
@NullMarked
package dev.atelier.bench.progression;

import org.jspecify.annotations.NullMarked;
