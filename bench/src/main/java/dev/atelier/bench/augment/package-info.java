/** What distorting the training images costs. */
@NullMarked
package dev.atelier.bench.augment;

import org.jspecify.annotations.NullMarked;
