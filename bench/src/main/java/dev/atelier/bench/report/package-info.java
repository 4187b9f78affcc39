/** What the commands write of their figures for people. */
@NullMarked
package dev.atelier.bench.report;

import org.jspecify.annotations.NullMarked;
