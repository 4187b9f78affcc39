package dev.atelier.engine.cpu;

import dev.atelier.engine.cpu.kernel.Kernels;
import dev.atelier.engine.cpu.kernel.Scratch;

/** What operations compute with: the kernels, the threads, and each thread's scratch. */
final class CpuEngine {
    final Kernels kernels;
    final WorkerPool pool;
    final InputPath inputPath;
    private final Scratch[] scratch;

    CpuEngine(Kernels kernels, int threads, InputPath inputPath) {
        this.kernels = kernels;
        this.pool = new WorkerPool(threads);
        this.inputPath = inputPath;
        this.scratch = new Scratch[threads];
        for (int i = 0; i < threads; i++) {
            scratch[i] = new Scratch();
        }
    }

    /** Returns the scratch of the thread that does this part. */
    Scratch scratch(int part) {
        return scratch[part];
    }

    /** Stops the threads. */
    void close() {
        pool.close();
    }

    /** Runs a task on all threads if it is worth waking them, else on the caller. */
    void run(Task task, boolean large) {
        if (large) {
            pool.run(task);
        } else {
            task.run(0, 1);
        }
    }
}
