/** {@code bench compare}: the same work on each device, alternating, against what the device can do at most. */
@NullMarked
package dev.atelier.bench.compare;

import org.jspecify.annotations.NullMarked;
