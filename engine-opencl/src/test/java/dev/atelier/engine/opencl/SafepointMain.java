package dev.atelier.engine.opencl;

import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.Tensor;
import java.util.Map;

/**
 * Compiles for a device again and again, and after each time stops threads that are in the middle of a loop. Arguments: a
 * folder for the programs, which is empty, and how often.
 */
final class SafepointMain {
    private static final int THREADS = 4;
    private static final long WARM_UP_MILLIS = 300;

    @SuppressWarnings("unused") // written so that the loops are not taken out
    private static volatile int sink;

    private SafepointMain() {}

    @SuppressWarnings({"SystemOut", "SystemGc"})
    public static void main(String[] arguments) throws InterruptedException {
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(SafepointMain::loop, "loop");
            thread.setDaemon(true);
            thread.start();
        }
        Thread.sleep(WARM_UP_MILLIS);
        int rounds = Integer.parseInt(arguments[1]);
        for (int i = 0; i < rounds; i++) {
            Map<String, String> properties = Map.of(OpenClSettings.CACHE_DIRECTORY, arguments[0] + "/" + i);
            try (OpenClBackend backend = TestDevices.open(properties);
                    Arena arena = backend.arena("safepoint")) {
                Tensor tensor = arena.allocate("x", DType.F32, 1, 1);
                backend.ops().fill(tensor, 1);
                backend.synchronize();
                if (backend.compiledPrograms() == 0) {
                    throw new IllegalStateException("nothing was compiled");
                }
            }
            System.gc();
        }
        System.out.println("alive");
    }

    private static void loop() {
        int[] x = new int[1000];
        int sum = 0;
        while (true) {
            for (int i = 0; i < x.length; i++) {
                sum += x[i];
                x[i] ^= sum * 31;
            }
            sink = sum;
        }
    }
}
