package dev.atelier.engine.cpu;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The threads of one backend. The caller is one of them; the others spin for a moment after each task, because the next one of
 * a training step comes within microseconds, and then sleep. A part belongs to whoever claims it first, so that nobody waits
 * for a thread that has no processor to run on.
 */
final class WorkerPool implements AutoCloseable {
    /** How long a thread without work spins before it sleeps: longer than the gaps within a step, shorter than an evaluation. */
    private static final long SPIN_NANOS = 100_000;

    /** Spins between two looks at the clock. */
    private static final int SPINS_PER_LOOK = 64;

    /** Spins before a waiting caller offers its processor to others; some 100 microseconds. */
    private static final int SPINS_BEFORE_YIELD = 4096;

    private final Worker[] workers;

    /** The number of the task in the upper half and of its next unclaimed part in the lower. */
    private final AtomicLong claims;

    private final AtomicInteger unfinished = new AtomicInteger();
    private volatile boolean closed;
    private @Nullable Task task;
    private volatile @Nullable Throwable failure;

    /** Starts {@code threads - 1} daemon threads. */
    WorkerPool(int threads) {
        claims = new AtomicLong(threads);
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

    /** Runs a task in as many parts as there are threads and returns when all are done; what a part throws, this throws. */
    void run(Task next) {
        if (workers.length == 0) {
            next.run(0, 1);
            return;
        }
        if (closed) {
            throw new IllegalStateException("the backend's threads are stopped");
        }
        task = next;
        unfinished.setPlain(threads());
        // The caller's own part, the first, is claimed from the start. Writing the claims publishes what was written
        // before.
        claims.set((((claims.getPlain() >>> Integer.SIZE) + 1) << Integer.SIZE) + 1);
        for (Worker worker : workers) {
            if (worker.asleep) {
                LockSupport.unpark(worker);
            }
        }
        run(0);
        while (claimAndRun()) {
            // Parts that no worker has claimed yet are done here.
        }
        awaitWorkers();
        Throwable thrown = failure;
        if (thrown != null) {
            failure = null;
            rethrow(thrown);
        }
    }

    /** Does one unclaimed part, if there is any. */
    private boolean claimAndRun() {
        long claim = claims.get();
        while ((int) claim < threads()) {
            if (!claims.compareAndSet(claim, claim + 1)) {
                claim = claims.get();
                continue;
            }
            run((int) claim);
            return true;
        }
        return false;
    }

    private void run(int part) {
        try {
            Task current = task;
            if (current != null) {
                current.run(part, threads());
            }
        } catch (Throwable e) {
            failure = e;
        } finally {
            unfinished.decrementAndGet();
        }
    }

    /** Spins, and makes way if a worker seems to have no processor to run on. */
    @SuppressWarnings("ThreadPriorityCheck")
    private void awaitWorkers() {
        for (int spins = 0; unfinished.get() != 0; spins++) {
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

    private static void rethrow(Throwable thrown) {
        if (thrown instanceof RuntimeException exception) {
            throw exception;
        }
        if (thrown instanceof Error error) {
            throw error;
        }
    }

    private final class Worker extends Thread {
        private volatile boolean asleep;

        Worker(int number) {
            super("atelier-cpu-" + number);
            setDaemon(true);
        }

        @Override
        public void run() {
            while (!closed) {
                if (!claimAndRun()) {
                    awaitWork();
                }
            }
        }

        /** Returns when there is a part to claim or the pool is closed. While it spins, it reads no line but that of the claims. */
        private void awaitWork() {
            AtomicLong claimed = claims;
            int parts = threads();
            long deadline = System.nanoTime() + SPIN_NANOS;
            for (int spins = 1; (int) claimed.get() >= parts; spins++) {
                if (spins % SPINS_PER_LOOK != 0) {
                    Thread.onSpinWait();
                } else if (closed) {
                    return;
                } else if (System.nanoTime() >= deadline) {
                    nap();
                }
            }
        }

        private void nap() {
            asleep = true;
            // Looks again, because what came before the flag was up has woken nobody.
            if ((int) claims.get() >= threads() && !closed) {
                LockSupport.park(WorkerPool.this);
            }
            asleep = false;
        }
    }
}
