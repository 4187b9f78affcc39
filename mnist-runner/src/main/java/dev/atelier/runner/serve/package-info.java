/** The live page: runs that a browser starts and watches, and digits that are drawn there. */
@NullMarked
package dev.atelier.runner.serve;

import org.jspecify.annotations.NullMarked;
