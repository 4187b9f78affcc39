package dev.atelier.engine.opencl.binding;

import java.nio.ByteBuffer;

/** The functions of the C library that the bindings need on systems that have them; each one has its own way to call them. */
interface CLibrary {
    /** Calls {@code sigaction}; an address may be 0. */
    void sigaction(int signal, long action, long oldAction);

    /** Calls {@code setenv}; a variable that is already set stays. */
    void setenv(String name, String value);

    /** Calls {@code dlopen}, and says whether there is a library of this name; it stays loaded. */
    boolean opens(String library);

    /** Returns where a direct buffer begins. */
    long address(ByteBuffer direct);
}
