/** What the commands make of their figures for people: tables, charts and pages. */
@NullMarked
package dev.atelier.bench.report;

import org.jspecify.annotations.NullMarked;
