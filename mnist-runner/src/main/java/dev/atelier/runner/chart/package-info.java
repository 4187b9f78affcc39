/** Charts as SVG for pages and as PNG, in colours that colour-blind readers tell apart. */
@NullMarked
package dev.atelier.runner.chart;

import org.jspecify.annotations.NullMarked;
