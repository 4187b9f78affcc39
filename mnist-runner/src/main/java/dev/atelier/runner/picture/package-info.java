/** Reads pictures and turns them into what a network was trained on. */
@NullMarked
package dev.atelier.runner.picture;

import org.jspecify.annotations.NullMarked;
