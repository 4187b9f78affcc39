package dev.atelier.engine.opencl.binding;

import java.nio.ByteBuffer;

/**
 * The OpenCL 1.2 calls that the engine needs, with handles as {@code long}. Every call is checked: an error code throws
 * {@link OpenClException}. Handles are not checked here, and a stale one can end the process; the objects of
 * {@code dev.atelier.engine.opencl.device} own them.
 */
public interface OpenClBinding {
    /** Returns the name of the library behind the binding. */
    String name();

    /** Returns the platforms, one for each installed driver; empty when there is none. */
    long[] platforms();

    /** Returns a text about a platform; {@code parameter} is a {@code CL_PLATFORM_*} constant. */
    String platformText(long platform, int parameter);

    /** Returns the devices of a platform; empty when there is none. */
    long[] devices(long platform);

    /** Returns a text about a device; {@code parameter} is a {@code CL_DEVICE_*} constant. */
    String deviceText(long device, int parameter);

    /** Returns a number about a device, of 4 or 8 bytes; {@code parameter} is a {@code CL_DEVICE_*} constant. */
    long deviceNumber(long device, int parameter);

    /** Makes a context for one device. */
    long createContext(long platform, long device);

    /** Releases a context. */
    void releaseContext(long context);

    /** Makes an in-order queue. */
    long createQueue(long context, long device);

    /** Hands what was enqueued to the device. */
    void flush(long queue);

    /** Waits until everything enqueued is done. */
    void finish(long queue);

    /** Releases a queue. */
    void releaseQueue(long queue);

    /** Makes a read-write buffer of {@code bytes} bytes. */
    long createBuffer(long context, long bytes);

    /** Makes a buffer over a part of another; {@code offset} is a multiple of the device's base address alignment. */
    long createSubBuffer(long buffer, long offset, long bytes);

    /** Releases a buffer or a part of one. */
    void releaseBuffer(long buffer);

    /** Copies the remaining bytes of a direct buffer to the device, and waits. */
    void write(long queue, long buffer, long offset, ByteBuffer source);

    /** Fills the remaining bytes of a direct buffer from the device, and waits. */
    void read(long queue, long buffer, long offset, ByteBuffer target);

    /** Makes a program out of source text. */
    long createProgram(long context, String source);

    /** Makes a program out of a binary that {@link #binary} gave. */
    long createProgram(long context, long device, ByteBuffer binary);

    /** Builds a program; {@link #buildLog} tells more about a failure. */
    void build(long program, long device, String options);

    /** Returns what the compiler said. */
    String buildLog(long program, long device);

    /** Returns the program's binary for its only device; empty when the driver gives none. */
    byte[] binary(long program);

    /** Releases a program. */
    void releaseProgram(long program);

    /** Makes a kernel object. */
    long createKernel(long program, String name);

    /** Releases a kernel object. */
    void releaseKernel(long kernel);

    /** Binds a buffer to an argument. */
    void setBuffer(long kernel, int index, long buffer);

    /** Binds a 32-bit integer to an argument. */
    void setInteger(long kernel, int index, int value);

    /** Binds a float to an argument. */
    void setReal(long kernel, int index, float value);

    /** Enqueues a kernel over {@code globalX x globalY} work-items in groups of {@code localX x localY}. */
    void enqueue(long queue, long kernel, long globalX, long globalY, long localX, long localY);
}
