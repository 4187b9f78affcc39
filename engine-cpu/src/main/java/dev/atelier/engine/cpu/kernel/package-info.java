/**
 * What one thread computes on arrays: the {@link dev.atelier.engine.cpu.kernel.Kernels} interface, and its implementation in
 * plain Java. The one on the Vector API is a package of its own, because it can't be loaded without that module.
 */
@NullMarked
package dev.atelier.engine.cpu.kernel;

import org.jspecify.annotations.NullMarked;
