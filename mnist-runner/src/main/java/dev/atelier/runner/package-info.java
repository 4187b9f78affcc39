/** The program: its entry point, its exit codes, and what it sees of the world around it. */
@NullMarked
package dev.atelier.runner;

import org.jspecify.annotations.NullMarked;
