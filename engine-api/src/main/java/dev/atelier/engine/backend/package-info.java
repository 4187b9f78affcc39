/**
 * The tensor backend SPI: what a device must be able to do for Atelier to train networks on it.
 *
 * <p>A backend is one {@link dev.atelier.engine.backend.BackendProvider} found through {@link java.util.ServiceLoader}, one
 * {@link dev.atelier.engine.backend.Backend} subclass and one {@link dev.atelier.engine.backend.Ops} implementation.
 */
@NullMarked
package dev.atelier.engine.backend;

import org.jspecify.annotations.NullMarked;
