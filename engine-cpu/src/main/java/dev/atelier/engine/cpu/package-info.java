/**
 * The CPU backend, found through {@link java.util.ServiceLoader} under the name {@code cpu}.
 *
 * <p>Threads divide outputs among themselves and never a reduction, so that results do not depend on their number.
 */
@NullMarked
package dev.atelier.engine.cpu;

import org.jspecify.annotations.NullMarked;
