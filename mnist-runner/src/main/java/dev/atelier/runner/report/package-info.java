/** Pictures of what a network learned. */
@NullMarked
package dev.atelier.runner.report;

import org.jspecify.annotations.NullMarked;
