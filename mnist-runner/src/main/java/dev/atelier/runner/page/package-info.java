/** Self-contained HTML pages, and tables for them and for terminals. */
@NullMarked
package dev.atelier.runner.page;

import org.jspecify.annotations.NullMarked;
