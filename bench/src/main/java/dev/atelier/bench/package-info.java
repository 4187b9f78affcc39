/** JMH benchmarks that set the backends side by side. Each one verifies its result before it is timed. */
@NullMarked
package dev.atelier.bench;

import org.jspecify.annotations.NullMarked;
