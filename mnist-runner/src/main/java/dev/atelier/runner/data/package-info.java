/** Reads, finds, downloads and draws the images that networks are trained on. */
@NullMarked
package dev.atelier.runner.data;

import org.jspecify.annotations.NullMarked;
