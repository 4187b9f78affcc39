package dev.atelier.engine.opencl.binding;

import dev.atelier.engine.backend.BackendException;

/** An OpenCL call failed; the message names the call and the symbolic code. */
public final class OpenClException extends BackendException {
    private static final long serialVersionUID = 1L;

    private final int code;

    /** Makes the exception of a call that returned {@code code}. */
    public OpenClException(String call, int code) {
        super(call + " failed: " + ErrorCodes.symbol(code));
        this.code = code;
    }

    /** Returns the OpenCL error code, negative. */
    public int code() {
        return code;
    }

    /** Throws if {@code code} is an error. */
    static void check(String call, int code) {
        if (code != 0) {
            throw new OpenClException(call, code);
        }
    }
}
