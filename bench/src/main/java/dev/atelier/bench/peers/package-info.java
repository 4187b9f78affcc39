/**
 * {@code bench peers}: the same training job in this project and in other libraries, each in a process of its own with the
 * settings that its competent user would choose, in turn.
 */
@NullMarked
package dev.atelier.bench.peers;

import org.jspecify.annotations.NullMarked;
