package dev.atelier.engine.opencl;

import dev.atelier.engine.backend.Releases;
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
        Releases releases = new Releases();
        try {
            Buffer partialSums =
                    context.createBuffer("partial sums", (long) ReductionLaunches.MAX_CHUNKS * Float.BYTES);
            releases.add(partialSums::close);
            return new Scratch(partialSums, context.createBuffer("kept step", Integer.BYTES));
        } catch (RuntimeException | Error e) {
            releases.closeAfter(e);
            throw e;
        }
    }

    /** Whether {@link #close()} has not been called. */
    boolean isOpen() {
        return keptStep.isOpen();
    }

    @Override
    public void close() {
        Releases releases = new Releases();
        releases.add(partialSums::close);
        releases.add(keptStep::close);
        releases.close();
    }
}
