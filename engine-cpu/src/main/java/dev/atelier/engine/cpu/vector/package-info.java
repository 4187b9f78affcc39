/**
 * Kernels on the Vector API. Nothing outside this package refers to it by type, so that the backend also runs on a JVM
 * without {@code --add-modules jdk.incubator.vector}.
 */
@NullMarked
package dev.atelier.engine.cpu.vector;

import org.jspecify.annotations.NullMarked;
