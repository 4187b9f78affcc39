package dev.atelier.engine.opencl.binding;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.lwjgl.system.JNI;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.system.Platform;

/** The C library through LWJGL, whose native library is loaded by then. */
final class LwjglCLibrary implements CLibrary {
    private final long sigaction = addressOf("sigaction");
    private final long setenv = addressOf("setenv");

    @Override
    public void sigaction(int signal, long action, long oldAction) {
        JNI.invokePPI(signal, action, oldAction, sigaction);
    }

    @Override
    public void setenv(String name, String value) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            JNI.invokePPI(
                    MemoryUtil.memAddress(stack.ASCII(name)), MemoryUtil.memAddress(stack.ASCII(value)), 0, setenv);
        }
    }

    @Override
    public long address(ByteBuffer direct) {
        return MemoryUtil.memAddress(direct);
    }

    @Override
    public boolean opens(String library) {
        return open(library) != 0;
    }

    private static long addressOf(String function) {
        long address = Platform.get() == Platform.MACOSX
                ? org.lwjgl.system.macosx.DynamicLinkLoader.dlsym(open(null), function)
                : org.lwjgl.system.linux.DynamicLinkLoader.dlsym(open(null), function);
        if (address == 0) {
            throw new UnsatisfiedLinkError("the C library has no " + function);
        }
        return address;
    }

    /** Returns the handle of a library, 0 if there is none; null stands for all that the process has loaded. */
    private static long open(@Nullable String library) {
        return Platform.get() == Platform.MACOSX
                ? org.lwjgl.system.macosx.DynamicLinkLoader.dlopen(
                        library, org.lwjgl.system.macosx.DynamicLinkLoader.RTLD_NOW)
                : org.lwjgl.system.linux.DynamicLinkLoader.dlopen(
                        library, org.lwjgl.system.linux.DynamicLinkLoader.RTLD_NOW);
    }
}
