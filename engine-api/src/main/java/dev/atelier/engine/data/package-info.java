/** Data sets in host memory and on a device. */
@NullMarked
package dev.atelier.engine.data;

import org.jspecify.annotations.NullMarked;
