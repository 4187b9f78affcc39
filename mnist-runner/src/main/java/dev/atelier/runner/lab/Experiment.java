package dev.atelier.runner.lab;

/** A claim of the lecture, and what tries it. */
public interface Experiment {
    /** Returns what the command line calls it. */
    String name();

    /** Returns what it is about, in a few words. */
    String title();

    /** Returns what the lecture claims. */
    String claim();

    /** Tries the claim. */
    Finding run(Bench bench);
}
