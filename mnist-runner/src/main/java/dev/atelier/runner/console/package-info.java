/** Shows on a terminal, or in a log, how training goes. */
@NullMarked
package dev.atelier.runner.console;

import org.jspecify.annotations.NullMarked;
