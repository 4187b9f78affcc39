package dev.atelier.engine.opencl.binding;

import java.nio.ByteBuffer;
import java.util.Map;
import org.lwjgl.system.JNI;
import org.lwjgl.system.MemoryUtil;
import org.lwjgl.system.Platform;

/**
 * Keeps Java's handlers of the signals that the processor raises. The JVM lives on them: a loop that is to pause at a safepoint,
 * or a null that is dereferenced, raises one. The compiler inside PoCL and other drivers (LLVM) puts a handler of its own in their
 * place while it compiles, and leaves it there. That handler gives the signal back to Java when it runs, but until it has done
 * so the system's default holds: when two Java threads stop at one safepoint, the second ends the process without a word
 * (exit status 139, no error file). So Java's handlers are put back as soon as the compiler returns.
 */
final class FaultSignals {
    /** The numbers of SIGILL, SIGFPE, SIGBUS and SIGSEGV; see signal(7), and signal.h of macOS. */
    private static final Map<Platform, int[]> NUMBERS =
            Map.of(Platform.LINUX, new int[] {4, 8, 7, 11}, Platform.MACOSX, new int[] {4, 8, 10, 11});

    /** More than a {@code struct sigaction} has on any system: 152 bytes with glibc. */
    private static final int ACTION_BYTES = 256;

    private final long sigaction;
    private final int[] signals;
    private final ByteBuffer[] actions;

    private FaultSignals(long sigaction, int[] signals) {
        this.sigaction = sigaction;
        this.signals = signals;
        this.actions = new ByteBuffer[signals.length];
        for (int i = 0; i < signals.length; i++) {
            actions[i] = ByteBuffer.allocateDirect(ACTION_BYTES);
            JNI.invokePPI(signals[i], MemoryUtil.NULL, MemoryUtil.memAddress(actions[i]), sigaction);
        }
    }

    /** Remembers the handlers of now; {@code sigaction} is the address of that function, or 0 where there is none. */
    static FaultSignals remember(long sigaction) {
        int[] signals = sigaction == 0 ? new int[0] : NUMBERS.getOrDefault(Platform.get(), new int[0]);
        return new FaultSignals(sigaction, signals);
    }

    /** Puts them back. */
    void restore() {
        for (int i = 0; i < signals.length; i++) {
            JNI.invokePPI(signals[i], MemoryUtil.memAddress(actions[i]), MemoryUtil.NULL, sigaction);
        }
    }
}
