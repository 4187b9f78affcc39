package dev.atelier.engine.cpu;

/** Work that threads share. What part computes what must not show in the result. */
interface Task {
    /** Does part {@code part} of {@code parts}; every part from 0 on is done exactly once. */
    void run(int part, int parts);

    /** Returns where part {@code part} of {@code units} units starts; the part after it starts where it ends. */
    static int begin(int part, int parts, int units) {
        return (int) ((long) units * part / parts);
    }
}
