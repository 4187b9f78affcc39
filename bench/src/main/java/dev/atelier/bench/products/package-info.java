/** {@code bench products}: matrix products here and in OpenBLAS, in two processes that take turns. */
@NullMarked
package dev.atelier.bench.products;

import org.jspecify.annotations.NullMarked;
