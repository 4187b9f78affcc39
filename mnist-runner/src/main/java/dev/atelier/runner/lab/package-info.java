/** The lecture on neural networks as experiments: each makes one claim, tries it, and says whether it holds. */
@NullMarked
package dev.atelier.runner.lab;

import org.jspecify.annotations.NullMarked;
