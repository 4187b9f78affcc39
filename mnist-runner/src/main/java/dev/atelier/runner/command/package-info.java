/** The commands of the command line and their options. */
@NullMarked
package dev.atelier.runner.command;

import org.jspecify.annotations.NullMarked;
