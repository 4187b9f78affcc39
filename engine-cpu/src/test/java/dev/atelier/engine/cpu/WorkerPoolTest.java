package dev.atelier.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class WorkerPoolTest {
    @Test
    void everyPartRunsOnceInEveryTask() {
        try (WorkerPool pool = new WorkerPool(3)) {
            AtomicIntegerArray runs = new AtomicIntegerArray(3);
            for (int i = 0; i < 1000; i++) {
                pool.run((part, parts) -> {
                    assertThat(parts).isEqualTo(3);
                    runs.incrementAndGet(part);
                });
            }
            assertThat(runs.toString()).isEqualTo("[1000, 1000, 1000]");
        }
    }

    @Test
    void tasksAreDoneWhenRunReturns() {
        try (WorkerPool pool = new WorkerPool(3)) {
            int[] cells = new int[3000];
            for (int i = 0; i < 100; i++) {
                pool.run((part, parts) -> {
                    int end = Task.begin(part + 1, parts, cells.length);
                    for (int cell = Task.begin(part, parts, cells.length); cell < end; cell++) {
                        cells[cell]++;
                    }
                });
                int expected = i + 1;
                assertThat(Arrays.stream(cells).allMatch(cell -> cell == expected))
                        .isTrue();
            }
        }
    }

    @Test
    void workersThatSleptWakeUp() throws InterruptedException {
        try (WorkerPool pool = new WorkerPool(2)) {
            AtomicIntegerArray runs = new AtomicIntegerArray(2);
            CyclicBarrier together = new CyclicBarrier(2);
            for (int i = 0; i < 3; i++) {
                Thread.sleep(20);
                pool.run((part, parts) -> {
                    await(together);
                    runs.incrementAndGet(part);
                });
            }
            assertThat(runs.toString()).isEqualTo("[3, 3]");
        }
    }

    @Test
    void faultsOfWorkersReachTheCallerAndLeaveThePoolUsable() {
        try (WorkerPool pool = new WorkerPool(2)) {
            for (int faulty = 0; faulty < 2; faulty++) {
                int bad = faulty;
                assertThatThrownBy(() -> pool.run((part, parts) -> {
                            if (part == bad) {
                                throw new ArithmeticException("part " + part);
                            }
                        }))
                        .isInstanceOf(ArithmeticException.class)
                        .hasMessage("part " + bad);
            }
            int[] ran = new int[2];
            pool.run((part, parts) -> ran[part]++);
            assertThat(ran).containsExactly(1, 1);
        }
    }

    @Test
    void closingTwiceStopsTheThreadsOnce() {
        WorkerPool pool = new WorkerPool(3);
        CyclicBarrier together = new CyclicBarrier(3);
        Thread[] seen = new Thread[3];
        pool.run((part, parts) -> {
            seen[part] = Thread.currentThread();
            await(together);
        });
        pool.close();
        pool.close();
        assertThat(seen).doesNotHaveDuplicates().contains(Thread.currentThread());
        for (Thread thread : seen) {
            if (thread != Thread.currentThread()) {
                assertThat(thread.isAlive()).isFalse();
                assertThat(thread.isDaemon()).isTrue();
            }
        }
        assertThatThrownBy(() -> pool.run((part, parts) -> {})).isInstanceOf(IllegalStateException.class);
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (InterruptedException | BrokenBarrierException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void partsCoverAllUnitsWithoutOverlap() {
        for (int parts = 1; parts < 9; parts++) {
            for (int units : new int[] {0, 1, 7, 64, Integer.MAX_VALUE}) {
                assertThat(Task.begin(0, parts, units)).isZero();
                assertThat(Task.begin(parts, parts, units)).isEqualTo(units);
                for (int part = 0; part < parts; part++) {
                    assertThat(Task.begin(part, parts, units)).isLessThanOrEqualTo(Task.begin(part + 1, parts, units));
                }
            }
        }
    }
}
