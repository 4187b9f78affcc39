package dev.atelier.engine.training;

/** Adds up the seconds that an epoch's steps take; what happens while it is stopped does not count. */
final class Stopwatch {
    private double seconds;
    private long started;
    private boolean running;

    /** Stops and sets the time so far. */
    void set(double secondsSoFar) {
        seconds = secondsSoFar;
        running = false;
    }

    void start() {
        started = System.nanoTime();
        running = true;
    }

    /** Stops; returns whether it ran. */
    boolean stop() {
        boolean ran = running;
        set(seconds());
        return ran;
    }

    double seconds() {
        return running ? seconds + (System.nanoTime() - started) * 1e-9 : seconds;
    }
}
