package dev.atelier.engine.opencl.binding;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps Java's handlers of the signals that the processor raises. The JVM lives on them: a loop that is to pause at a safepoint,
 * or a null that is dereferenced, raises one. The compiler inside PoCL and other drivers (LLVM) puts a handler of its own in their
 * place while it compiles, and leaves it there. That handler gives the signal back to Java when it runs, but until it has done
 * so the system's default holds: when two Java threads stop at one safepoint, the second ends the process without a word
 * (exit status 139, no error file). So Java's handlers are put back as soon as the compiler returns.
 */
final class FaultSignals {
    /** The numbers of SIGILL, SIGFPE, SIGBUS and SIGSEGV; see signal(7). */
    private static final int[] ON_LINUX = {4, 8, 7, 11};

    /** The same; see signal.h of macOS. */
    private static final int[] ON_MACOS = {4, 8, 10, 11};

    /** More than a {@code struct sigaction} has on any system: 152 bytes with glibc. */
    private static final int ACTION_BYTES = 256;

    /**
     * PoCL installs a handler for the signal behind Java's integer division by zero, after which {@code 1 / 0} in compiled code
     * no longer throws. It leaves the signal alone when this variable is 0 before it is loaded.
     */
    private static final String POCL_VARIABLE = "POCL_SIGFPE_HANDLER";

    private static @Nullable FaultSignals remembered;

    private final @Nullable CLibrary library;
    private final int[] signals;
    private final long[] actions;

    /** Keeps the memory behind {@link #actions} alive. */
    private final ByteBuffer memory;

    private FaultSignals(int[] signals, @Nullable CLibrary library) {
        this.library = library;
        this.signals = signals;
        this.actions = new long[signals.length];
        this.memory = ByteBuffer.allocateDirect(ACTION_BYTES * signals.length);
        if (library != null) {
            for (int i = 0; i < signals.length; i++) {
                actions[i] = library.address(memory) + (long) i * ACTION_BYTES;
                library.sigaction(signals[i], 0, actions[i]);
            }
        }
    }

    /**
     * Returns the handlers as they were when this was called first, which must be before a driver is loaded: those that a second
     * binding finds may be a driver's. Has PoCL leave integer division alone. The library is not asked for on systems for which
     * there is no such driver.
     */
    static synchronized FaultSignals remember(Supplier<CLibrary> library) {
        FaultSignals known = remembered;
        if (known != null) {
            return known;
        }
        int[] signals = signals(System.getProperty("os.name"));
        CLibrary calls = signals.length == 0 ? null : library.get();
        if (calls != null && System.getenv(POCL_VARIABLE) == null) {
            calls.setenv(POCL_VARIABLE, "0");
        }
        known = new FaultSignals(signals, calls);
        remembered = known;
        return known;
    }

    /** Whether the system finds none of these libraries; false where that can't be told. */
    boolean findsNone(List<String> libraries) {
        CLibrary calls = library;
        return calls != null && libraries.stream().noneMatch(calls::opens);
    }

    /** Puts them back. */
    void restore() {
        CLibrary calls = library;
        if (calls != null) {
            for (int i = 0; i < signals.length; i++) {
                calls.sigaction(signals[i], actions[i], 0);
            }
        }
    }

    /** Returns the signals to keep on a system, by its name in {@code os.name}; none where no driver is known to take them. */
    static int[] signals(String systemName) {
        String system = systemName.toLowerCase(Locale.ROOT);
        return system.startsWith("linux") ? ON_LINUX.clone() : system.startsWith("mac") ? ON_MACOS.clone() : new int[0];
    }
}
