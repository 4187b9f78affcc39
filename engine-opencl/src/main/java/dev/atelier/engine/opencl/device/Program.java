package dev.atelier.engine.opencl.device;

import dev.atelier.engine.backend.BackendException;
import dev.atelier.engine.backend.Releases;
import dev.atelier.engine.opencl.binding.OpenClException;
import java.nio.ByteBuffer;

/** A built program. */
public final class Program extends Handle {
    private final Context context;
    private final String name;

    private Program(Context context, String name, long handle) {
        super("the OpenCL program '" + name + "'", handle);
        this.context = context;
        this.name = name;
    }

    /**
     * Compiles a program.
     *
     * @param name what error messages call it
     * @throws BackendException with the compiler's words if it does not compile
     */
    public static Program compile(Context context, String name, String source, String options) {
        OpenClDevice device = context.device();
        return build(context, name, device.binding().createProgram(context.address(), source), options);
    }

    /**
     * Loads a program that {@link #binary()} gave.
     *
     * @throws BackendException if the driver refuses it
     */
    public static Program load(Context context, String name, byte[] binary, String options) {
        OpenClDevice device = context.device();
        ByteBuffer direct = ByteBuffer.allocateDirect(binary.length).put(binary).flip();
        return build(
                context, name, device.binding().createProgram(context.address(), device.handle(), direct), options);
    }

    private static Program build(Context context, String name, long handle, String options) {
        OpenClDevice device = context.device();
        try {
            device.binding().build(handle, device.handle(), options);
            return new Program(context, name, handle);
        } catch (OpenClException e) {
            String log;
            try (Releases releases = new Releases()) {
                releases.add(() -> device.binding().releaseProgram(handle));
                log = device.binding().buildLog(handle, device.handle());
            } catch (OpenClException failed) {
                e.addSuppressed(failed);
                log = "";
            }
            throw new BackendException(
                    "program '" + name + "' with options '" + options + "' on "
                            + device.info().name() + ": " + e.getMessage()
                            + (log.isEmpty() ? "" : System.lineSeparator() + log),
                    e);
        }
    }

    /** Returns the driver's binary; empty when it gives none. */
    public byte[] binary() {
        return context.device().binding().binary(address());
    }

    /** Makes a kernel object of its own, with no arguments bound. */
    public Kernel kernel(String kernelName) {
        return new Kernel(context, kernelName, context.device().binding().createKernel(address(), kernelName));
    }

    /** Returns what error messages call the program. */
    public String name() {
        return name;
    }

    @Override
    void release(long handle) {
        context.device().binding().releaseProgram(handle);
    }
}
