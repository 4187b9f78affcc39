/** What the processes of {@code bench products} have in common: the lines by which they are told what to do. */
@NullMarked
package dev.atelier.bench.products.side;

import org.jspecify.annotations.NullMarked;
