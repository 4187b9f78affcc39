package dev.atelier.engine.opencl.device;

import dev.atelier.engine.opencl.binding.OpenClBinding;
import java.util.ArrayList;
import java.util.List;

/**
 * A kernel object with its arguments. It remembers the buffers that are bound, since a driver does not: launching with one that
 * was released would end the process.
 */
public final class Kernel extends Handle {
    private final OpenClBinding binding;
    private final List<Buffer> buffers = new ArrayList<>();
    private int arguments;

    Kernel(Context context, String name, long handle) {
        super("the OpenCL kernel '" + name + "'", handle);
        this.binding = context.device().binding();
    }

    /** Forgets the arguments, so that they can be bound anew from the first on. */
    public Kernel rebind() {
        buffers.clear();
        arguments = 0;
        return this;
    }

    /** Binds a buffer to the next argument. */
    public Kernel buffer(Buffer buffer) {
        binding.setBuffer(address(), arguments++, buffer.address());
        buffers.add(buffer);
        return this;
    }

    /** Binds an integer to the next argument. */
    public Kernel integer(int value) {
        binding.setInteger(address(), arguments++, value);
        return this;
    }

    /** Binds an integer to an argument that was bound before, counted from 0. */
    public void rebindInteger(int argument, int value) {
        binding.setInteger(address(), argument, value);
    }

    /** Binds a float to the next argument. */
    public Kernel real(float value) {
        binding.setReal(address(), arguments++, value);
        return this;
    }

    /** Returns the handle, after a check that every bound buffer is still open. */
    long bound() {
        for (int i = 0; i < buffers.size(); i++) {
            buffers.get(i).checkOpen();
        }
        return address();
    }

    @Override
    void release(long handle) {
        binding.releaseKernel(handle);
    }
}
