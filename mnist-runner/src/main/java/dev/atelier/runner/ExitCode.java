package dev.atelier.runner;

/** How the program ends. */
public enum ExitCode {
    /** All went well. */
    DONE(0),
    /** Something failed that none of the other codes covers. */
    FAILURE(1),
    /** The command line is wrong. */
    USAGE(2),
    /** Data or a model file are missing or faulty. */
    DATA(3),
    /** The backend or device asked for can't be used. */
    DEVICE(4),
    /** The loss became NaN or infinite. */
    DIVERGED(5),
    /** A device computes wrong results. */
    MISMATCH(6),
    /** The target accuracy was not reached. */
    TARGET_MISSED(7),
    /** The user stopped the run; what was learned is saved. */
    INTERRUPTED(130);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    /** Returns the number that the shell sees. */
    public int code() {
        return code;
    }
}
