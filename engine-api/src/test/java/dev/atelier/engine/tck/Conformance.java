package dev.atelier.engine.tck;

/** A group of checks. */
interface Conformance {
    /** The width of a last layer: ten digits. */
    int CLASSES = 10;

    /** Returns what the checks work on. */
    TestBed bed();
}
