/**
 * The conformance kit: what every backend must pass. Subclass {@link dev.atelier.engine.tck.BackendConformance} once.
 *
 * <p>Each check is one test method, each group of checks one interface. {@link dev.atelier.engine.tck.ReferenceBackend} is the
 * smallest backend that passes.
 */
@NullMarked
package dev.atelier.engine.tck;

import org.jspecify.annotations.NullMarked;
