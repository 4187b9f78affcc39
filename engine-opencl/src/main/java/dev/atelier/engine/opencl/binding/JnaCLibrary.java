package dev.atelier.engine.opencl.binding;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;

/** The C library through JNA; JOCL itself calls nothing but OpenCL. */
final class JnaCLibrary implements CLibrary {
    /** From dlfcn.h of Linux and macOS. */
    private static final int RTLD_LAZY = 1;

    /** Has JNA unpack and load its native library. */
    JnaCLibrary() {
        Native.register(Functions.class, NativeLibrary.getProcess());
    }

    @Override
    public void sigaction(int signal, long action, long oldAction) {
        Functions.sigaction(signal, action, oldAction);
    }

    @Override
    public void setenv(String name, String value) {
        Functions.setenv(name, value, 0);
    }

    @Override
    public boolean opens(String library) {
        return Functions.dlopen(library, RTLD_LAZY) != 0;
    }

    @Override
    public long address(ByteBuffer direct) {
        return Pointer.nativeValue(Native.getDirectBufferPointer(direct));
    }

    /** What JNA fills in; addresses are 64 bits wide wherever JOCL runs. */
    private static final class Functions {
        private Functions() {}

        static native int sigaction(int signal, long action, long oldAction);

        static native long dlopen(String library, int flags);

        static native int setenv(String name, String value, int overwrite);
    }
}
