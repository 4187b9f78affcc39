/** Packs the program together with a Java runtime. */
@NullMarked
package dev.atelier.runner.bundle;

import org.jspecify.annotations.NullMarked;
