package dev.atelier.engine.cpu;

import dev.atelier.engine.cpu.kernel.Kernels;
import dev.atelier.engine.cpu.kernel.PlainKernels;
import java.util.Locale;

/** Chooses between the Vector API and plain Java: once, and with a reason. */
final class KernelChoice {
    private static final String MODULE = "jdk.incubator.vector";
    private static final String VECTOR_KERNELS = "dev.atelier.engine.cpu.vector.VectorKernels";

    /** A fused multiply-add takes nanoseconds where it is an instruction and many microseconds where it is not. */
    private static final long SLOW_FMA_NANOS = 2_000;

    private static final int FMA_TRIALS = 20;

    private final boolean vector;
    private final String reason;

    private KernelChoice(boolean vector, String reason) {
        this.vector = vector;
        this.reason = reason;
    }

    /** Looks at the JVM; loads no class of the module. */
    static KernelChoice look() {
        String compiler = System.getProperty("java.vm.info", "").toLowerCase(Locale.ROOT);
        if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
            return new KernelChoice(
                    false,
                    "the Vector API is not enabled; start Java with --add-modules " + MODULE
                            + " to make it several times faster");
        }
        if (compiler.contains("interpreted") || compiler.contains("emulated-client")) {
            return new KernelChoice(
                    false, "this JVM runs without its optimising compiler, on which the Vector API depends");
        }
        if (fmaNanos() > SLOW_FMA_NANOS) {
            return new KernelChoice(
                    false, "this processor has no fused multiply-add, on which the vector kernels depend");
        }
        return new KernelChoice(true, "the Vector API is enabled");
    }

    /** Returns the choice of plain Java for the reason that somebody asked for it. */
    static KernelChoice plain() {
        return new KernelChoice(false, "asked for");
    }

    /** Whether the Vector API was chosen. */
    boolean vector() {
        return vector;
    }

    /** Returns why. */
    String reason() {
        return reason;
    }

    /** Makes the kernels. */
    Kernels kernels() {
        if (!vector) {
            return new PlainKernels();
        }
        try {
            return Class.forName(VECTOR_KERNELS)
                    .asSubclass(Kernels.class)
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the vector kernels can't be loaded", e);
        }
    }

    private static long fmaNanos() {
        long best = Long.MAX_VALUE;
        float x = 0;
        for (int i = 0; i < FMA_TRIALS; i++) {
            long start = System.nanoTime();
            x = Math.fma(1.5f, x, 1.25f);
            best = Math.min(best, System.nanoTime() - start);
        }
        return Float.isNaN(x) ? Long.MAX_VALUE : best;
    }
}
