package dev.atelier.engine.tck;

import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.MemoryUse;
import dev.atelier.engine.backend.Plan;
import dev.atelier.engine.backend.Slab;
import dev.atelier.engine.backend.Tensor;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Opening, closing, and misuse of what is closed. */
interface LifecycleChecks extends Conformance {
    /** What {@link BackendConformance#liveBlocks} answers. */
    String BLOCKS = "blocks by the backend's own count";

    @Test
    default void memoryIsAccountedFor() {
        bed().promiseCase("tensors of each type, then a slab", c -> {
            try (Backend backend = bed().open();
                    Arena arena = backend.arena("accounts")) {
                c.uses(arena.allocate("floats", DType.F32, 7, 65));
                atLeast(
                        c,
                        "bytes of memory() with 'floats'",
                        7 * 65 * 4,
                        backend.memory().bytes());
                c.uses(arena.allocate("integers", DType.I32, 7, 65));
                c.uses(arena.allocate("bytes", DType.U8, 7, 65));
                atLeast(
                        c,
                        "bytes of memory() with 'floats', 'integers' and 'bytes'",
                        7 * 65 * (4 + 4 + 1),
                        backend.memory().bytes());
                long before = backend.memory().bytes();
                Slab slab = arena.slab("slab", List.of(new Slab.Entry("a", 7, 65), new Slab.Entry("b", 1, 1)));
                slab.tensors().forEach(c::uses);
                Tensor whole = c.uses(slab.whole());
                atLeast(c, "size() of the slab's whole", 7 * 65 + 1, whole.size());
                atLeast(
                        c,
                        "bytes of memory() added by the slab",
                        4L * whole.size(),
                        backend.memory().bytes() - before);
                c.same("allocations of memory()", 4, backend.memory().allocations());
                c.same(BLOCKS, 4L, bed().liveBlocks(backend));
            }
        });
    }

    @Test
    default void closingAnArenaFreesItsTensorsAndNoOthers() {
        bed().promiseCase("three arenas closed beside one that stays", c -> {
            try (Backend backend = bed().open();
                    Arena kept = backend.arena("kept")) {
                float[] values = new Samples(1).floats(65);
                Tensor tensor = c.uses(kept.allocate("kept", DType.F32, 1, 65));
                backend.write(tensor, values);
                MemoryUse before = backend.memory();
                long blocks = bed().liveBlocks(backend);
                for (int round = 0; round < 3; round++) {
                    Arena arena = backend.arena("closed");
                    Tensor other = c.uses(arena.allocate("other", DType.F32, 7, 65));
                    arena.slab("slab", List.of(new Slab.Entry("part", 7, 65)))
                            .tensors()
                            .forEach(c::uses);
                    backend.ops().fill(other, 1);
                    arena.close();
                    c.same("memory() after close() of the arena of 'other'", before, backend.memory());
                    c.same(BLOCKS, blocks, bed().liveBlocks(backend));
                }
                float[] found = new float[65];
                backend.read(tensor, found);
                c.same("read of 'kept', first element", values[0], found[0]);
                c.same("read of 'kept', last element", values[64], found[64]);
            }
        });
    }

    @Test
    default void nothingLivesAfterClose() {
        bed().promiseCase("a backend closed with an arena and a plan open", c -> {
            Backend backend = bed().open();
            Arena arena = backend.arena("left open");
            Tensor x = c.uses(arena.allocate("x", DType.F32, 7, 65));
            arena.slab("slab", List.of(new Slab.Entry("part", 7, 65))).tensors().forEach(c::uses);
            Plan plan = backend.record(ops -> ops.fill(x, 2));
            plan.run();
            backend.close();
            c.same("memory() after close() of the backend", new MemoryUse(0, 0, 0), backend.memory());
            c.same(BLOCKS, 0L, bed().liveBlocks(backend));
            c.same("isOpen() of the arena", false, arena.isOpen());
            c.same("isOpen() of 'x'", false, x.isOpen());
            plan.close();
        });
    }

    @Test
    default void closingTwiceDoesNothing() {
        bed().promiseCase("close() twice of a plan, an arena and a backend, and of the plan once more", c -> {
            Backend backend = bed().open();
            Arena arena = backend.arena("closed twice");
            Tensor x = c.uses(arena.allocate("x", DType.F32, 7, 65));
            Plan plan = backend.record(ops -> ops.fill(x, 2));
            plan.run();
            plan.close();
            plan.close();
            arena.close();
            arena.close();
            backend.close();
            backend.close();
            plan.close();
            c.same("isOpen() of the backend", false, backend.isOpen());
        });
    }

    @Test
    default void useAfterCloseIsRefused() {
        bed().promiseCase("calls after close() of a plan, an arena and a backend", c -> {
            Backend backend = bed().open();
            Arena arena = backend.arena("short-lived");
            Arena keep = backend.arena("long-lived");
            Tensor x = c.uses(arena.allocate("gone", DType.F32, 7, 65));
            Tensor kept = c.uses(keep.allocate("kept", DType.F32, 1, 1));
            Plan closed = backend.record(ops -> ops.fill(kept, 2));
            Plan ofGone = backend.record(ops -> ops.fill(x, 2));
            Plan ofKept = backend.record(ops -> ops.fill(kept, 2));
            closed.run();
            ofGone.run();
            ofKept.run();
            closed.close();
            refused(c, "run() of a closed plan", "closed", closed::run);
            arena.close();
            refused(
                    c,
                    "fill() of a closed arena's tensor",
                    "'gone'",
                    () -> backend.ops().fill(x, 1));
            refused(c, "write() to a closed arena's tensor", "'gone'", () -> backend.write(x, new float[7 * 65]));
            refused(c, "read() of a closed arena's tensor", "'gone'", () -> backend.read(x, new float[7 * 65]));
            refused(c, "allocate() in a closed arena", "short-lived", () -> arena.allocate("y", DType.F32, 1, 1));
            refused(c, "run() of a plan on a closed arena's tensor", "gone", ofGone::run);
            backend.close();
            refused(c, "run() of a plan on a closed backend", "closed", ofKept::run);
            refused(c, "ops() of a closed backend", "closed", backend::ops);
            refused(c, "arena() of a closed backend", "closed", () -> backend.arena("late"));
            refused(c, "synchronize() of a closed backend", "closed", backend::synchronize);
            refused(c, "record() on a closed backend", "closed", () -> backend.record(ops -> {}));
            ofGone.close();
            ofKept.close();
        });
    }

    @Test
    default void otherThreadsAreRefused() {
        bed().promiseCase("calls by a second thread", c -> {
            try (Backend backend = bed().open();
                    Arena arena = backend.arena("confined")) {
                Tensor x = c.uses(arena.allocate("x", DType.F32, 7, 65));
                try (Plan plan = backend.record(ops -> ops.fill(x, 2))) {
                    plan.run();
                    intruder(c, "run() of a plan", plan::run);
                    intruder(c, "fill()", () -> backend.ops().fill(x, 1));
                    intruder(c, "read()", () -> backend.read(x, new float[7 * 65]));
                    intruder(c, "write()", () -> backend.write(x, new float[7 * 65]));
                    intruder(c, "synchronize()", backend::synchronize);
                    intruder(c, "allocate()", () -> arena.allocate("y", DType.F32, 1, 1));
                    intruder(c, "memory()", backend::memory);
                    intruder(c, "close() of a plan", plan::close);
                    intruder(c, "close() of an arena", arena::close);
                    intruder(c, "close() of a backend", backend::close);
                }
            }
        });
    }

    private static void intruder(PromiseCase c, String call, Runnable body) {
        refused(c, call + " by a second thread", "intruder", () -> inAnotherThread(body));
    }

    private static void inAnotherThread(Runnable call) {
        AtomicReference<RuntimeException> thrown = new AtomicReference<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        call.run();
                    } catch (RuntimeException e) {
                        thrown.set(e);
                    }
                },
                "intruder");
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
        RuntimeException exception = thrown.get();
        if (exception != null) {
            throw exception;
        }
    }

    private static void refused(PromiseCase c, String call, String part, Runnable body) {
        c.refused(call, IllegalStateException.class, List.of(part), body);
    }

    private static void atLeast(PromiseCase c, String call, long least, long found) {
        if (found < least) {
            throw c.failure(call, "at least " + least, found);
        }
    }
}
