/** Small tables of numbers and words: CSV files, and what a network sees of them. */
@NullMarked
package dev.atelier.runner.table;

import org.jspecify.annotations.NullMarked;
