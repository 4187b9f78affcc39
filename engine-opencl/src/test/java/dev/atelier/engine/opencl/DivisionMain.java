package dev.atelier.engine.opencl;

import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.BackendOptions;
import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.Tensor;
import java.util.Map;

/** Divides by zero in interpreted and in compiled code, after a device has computed something. */
final class DivisionMain {
    /** Enough calls for C2, which leaves the check for zero to the processor. */
    private static final int CALLS = 200_000;

    private DivisionMain() {}

    @SuppressWarnings("SystemOut")
    public static void main(String[] arguments) {
        boolean probeAlone = arguments.length > 0;
        System.out.println("thrown " + (probeAlone ? divideAfterProbing() : divideAfterOpening()));
    }

    /** Returns how many of the divisions by zero threw after a driver was loaded and nothing was compiled or run. */
    private static int divideAfterProbing() {
        BackendOptions options = new BackendOptions("", 0, Map.of(OpenClSettings.BINDING, TestDevices.BINDING));
        return new OpenClProvider().probe(options).usable() ? divide() : -1;
    }

    /** Returns how many of the divisions by zero, one in a hundred, threw. */
    static int divideAfterOpening() {
        try (OpenClBackend backend = TestDevices.open();
                Arena arena = backend.arena("division")) {
            Tensor tensor = arena.allocate("x", DType.F32, 1, 1);
            backend.ops().fill(tensor, 1);
            backend.synchronize();
            return divide();
        }
    }

    private static int divide() {
        int thrown = 0;
        int sum = 0;
        for (int i = 1; i <= CALLS; i++) {
            try {
                sum += divide(i, i % 100);
            } catch (ArithmeticException e) {
                thrown++;
            }
        }
        return sum == 0 ? -1 : thrown;
    }

    static int expected() {
        return CALLS / 100;
    }

    private static int divide(int a, int b) {
        return a / b;
    }
}
