package dev.atelier.engine.opencl;

import dev.atelier.engine.opencl.device.Buffer;
import dev.atelier.engine.opencl.device.Context;

/**
 * Device memory that launches hand to the launches that follow them. The queue runs in order, so that one of each is enough.
 *
 * @param partialSums the first stage of a sum over a whole tensor, for the second
 * @param keptStep the number of the step that is being run, for the launch that changes it
 */
record Scratch(Buffer partialSums, Buffer keptStep) implements AutoCloseable {
    /** How many blocks of memory that is. */
    static final int BLOCKS = 2;

    static Scratch allocate(Context context) {
        return new Scratch(
                context.createBuffer("partial sums", (long) ReductionLaunches.MAX_CHUNKS * Float.BYTES),
                context.createBuffer("kept step", Integer.BYTES));
    }

    /** Whether {@link #close()} has not been called. */
    boolean isOpen() {
        return keptStep.isOpen();
    }

    @Override
    public void close() {
        partialSums.close();
        keptStep.close();
    }
}
