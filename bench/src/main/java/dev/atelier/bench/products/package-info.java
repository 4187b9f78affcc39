/** {@code bench products}: matrix products here and in OpenBLAS, shape by shape. */
@NullMarked
package dev.atelier.bench.products;

import org.jspecify.annotations.NullMarked;
