package dev.atelier.engine.cpu;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The threads of one backend. The caller is one of them; the others spin for a moment after each task, because the next one of
 * a training step comes within microseconds, and then sleep.
 */
final class WorkerPool implements AutoCloseable {
    /** How long a thread without work spins before it sleeps: longer than the gaps within a step, shorter than an evaluation. */
    private static final long SPIN_NANOS = 100_000;

    /** Spins between two looks at the clock. */
    private static final int SPINS_PER_LOOK = 64;

    /** Spins before a waiting caller offers its processor to others; some 100 microseconds. */
    private static final int SPINS_BEFORE_YIELD = 4096;

    private final Worker[] workers;
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger generation = new AtomicInteger();
    private volatile boolean closed;
    private @Nullable Task task;
    private volatile @Nullable Throwable failure;

    /** Starts {@code threads - 1} daemon threads. */
    WorkerPool(int threads) {
        workers = new Worker[threads - 1];
        for (int i = 0; i < workers.length; i++) {
            workers[i] = new Worker(i + 1);
            workers[i].start();
        }
    }

    /** Returns the number of threads, the caller's included. */
    int threads() {
        return workers.length + 1;
    }

    /** Runs a task on all threads and returns when every part is done; what a part throws, this throws. */
    void run(Task next) {
        if (workers.length == 0) {
            next.run(0, 1);
            return;
        }
        if (closed) {
            throw new IllegalStateException("the backend's threads are stopped");
        }
        task = next;
        failure = null;
        running.set(workers.length);
        generation.incrementAndGet();
        for (Worker worker : workers) {
            if (worker.asleep) {
                LockSupport.unpark(worker);
            }
        }
        try {
            next.run(0, workers.length + 1);
        } catch (Throwable e) {
            failure = e;
        }
        awaitWorkers();
        task = null;
        rethrow(failure);
    }

    /** Spins, and makes way if a worker seems to have no processor to run on. */
    @SuppressWarnings("ThreadPriorityCheck")
    private void awaitWorkers() {
        for (int spins = 0; running.get() != 0; spins++) {
            if (spins < SPINS_BEFORE_YIELD) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
    }

    /** Stops the threads; closing twice does nothing. */
    @Override
    public void close() {
        closed = true;
        for (Worker worker : workers) {
            LockSupport.unpark(worker);
        }
        boolean interrupted = false;
        for (Worker worker : workers) {
            while (worker.isAlive()) {
                try {
                    worker.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void rethrow(@Nullable Throwable thrown) {
        if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
    }

    private final class Worker extends Thread {
        private final int part;
        private volatile boolean asleep;

        Worker(int part) {
            super("atelier-cpu-" + part);
            this.part = part;
            setDaemon(true);
        }

        @Override
        public void run() {
            int seen = 0;
            while (true) {
                awaitChange(seen);
                if (closed) {
                    return;
                }
                seen = generation.get();
                try {
                    Task current = task;
                    if (current != null) {
                        current.run(part, workers.length + 1);
                    }
                } catch (Throwable e) {
                    failure = e;
                } finally {
                    running.decrementAndGet();
                }
            }
        }

        private void awaitChange(int seen) {
            long deadline = System.nanoTime() + SPIN_NANOS;
            for (int spins = 0; generation.get() == seen && !closed; spins++) {
                if (spins % SPINS_PER_LOOK != 0 || System.nanoTime() < deadline) {
                    Thread.onSpinWait();
                    continue;
                }
                asleep = true;
                // Looks again, because a task that came before the flag was up has woken nobody.
                if (generation.get() == seen && !closed) {
                    LockSupport.park(WorkerPool.this);
                }
                asleep = false;
            }
        }
    }
}
