/** Distortions of images, which make each epoch see other images than the one before. */
@NullMarked
package dev.atelier.engine.augmentation;

import org.jspecify.annotations.NullMarked;
