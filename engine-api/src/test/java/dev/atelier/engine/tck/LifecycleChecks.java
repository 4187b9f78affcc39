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
    @Test
    default void memoryIsAccountedFor() {
        try (Backend backend = bed().open();
                Arena arena = backend.arena("accounts")) {
            arena.allocate("floats", DType.F32, 7, 65);
            same("bytes of an F32 tensor", true, backend.memory().bytes() >= 7 * 65 * 4);
            arena.allocate("integers", DType.I32, 7, 65);
            arena.allocate("bytes", DType.U8, 7, 65);
            same("bytes of F32, I32 and U8", true, backend.memory().bytes() >= 7 * 65 * (4 + 4 + 1));
            long before = backend.memory().bytes();
            Slab slab = arena.slab("slab", List.of(new Slab.Entry("a", 7, 65), new Slab.Entry("b", 1, 1)));
            same("the slab's whole holds its parts", true, slab.whole().size() >= 7 * 65 + 1);
            same(
                    "bytes of a slab",
                    true,
                    backend.memory().bytes() - before >= 4L * slab.whole().size());
            same("blocks", 4, backend.memory().allocations());
            same("blocks by the backend's own count", 4L, bed().liveBlocks(backend));
        }
    }

    @Test
    default void closingAnArenaFreesItsTensorsAndNoOthers() {
        try (Backend backend = bed().open();
                Arena kept = backend.arena("kept")) {
            float[] values = new Samples(1).floats(65);
            Tensor tensor = kept.allocate("kept", DType.F32, 1, 65);
            backend.write(tensor, values);
            MemoryUse before = backend.memory();
            long blocks = bed().liveBlocks(backend);
            for (int round = 0; round < 3; round++) {
                Arena arena = backend.arena("closed");
                Tensor other = arena.allocate("other", DType.F32, 7, 65);
                arena.slab("slab", List.of(new Slab.Entry("part", 7, 65)));
                backend.ops().fill(other, 1);
                arena.close();
                same("memory after the arena was closed", before, backend.memory());
                same("blocks by the backend's own count", blocks, bed().liveBlocks(backend));
            }
            float[] found = new float[65];
            backend.read(tensor, found);
            same("the kept tensor's first element", values[0], found[0]);
            same("the kept tensor's last element", values[64], found[64]);
        }
    }

    @Test
    default void nothingLivesAfterClose() {
        Backend backend = bed().open();
        Arena arena = backend.arena("left open");
        Tensor x = arena.allocate("x", DType.F32, 7, 65);
        arena.slab("slab", List.of(new Slab.Entry("part", 7, 65)));
        Plan plan = backend.record(ops -> ops.fill(x, 2));
        plan.run();
        backend.close();
        same("memory after close", new MemoryUse(0, 0, 0), backend.memory());
        same("blocks by the backend's own count", 0L, bed().liveBlocks(backend));
        same("the arena is open", false, arena.isOpen());
        same("the tensor is open", false, x.isOpen());
        plan.close();
    }

    @Test
    default void closingTwiceDoesNothing() {
        Backend backend = bed().open();
        Arena arena = backend.arena("closed twice");
        Tensor x = arena.allocate("x", DType.F32, 7, 65);
        Plan plan = backend.record(ops -> ops.fill(x, 2));
        plan.run();
        plan.close();
        plan.close();
        arena.close();
        arena.close();
        backend.close();
        backend.close();
        plan.close();
        same("the backend is open", false, backend.isOpen());
    }

    @Test
    default void useAfterCloseIsRefused() {
        Backend backend = bed().open();
        Arena arena = backend.arena("short-lived");
        Arena keep = backend.arena("long-lived");
        Tensor x = arena.allocate("gone", DType.F32, 7, 65);
        Tensor kept = keep.allocate("kept", DType.F32, 1, 1);
        Plan closed = backend.record(ops -> ops.fill(kept, 2));
        Plan ofGone = backend.record(ops -> ops.fill(x, 2));
        Plan ofKept = backend.record(ops -> ops.fill(kept, 2));
        closed.run();
        ofGone.run();
        ofKept.run();
        closed.close();
        refused("run of a closed plan", "closed", closed::run);
        arena.close();
        refused(
                "an operation on a closed arena's tensor",
                "'gone'",
                () -> backend.ops().fill(x, 1));
        refused("write to a closed arena's tensor", "'gone'", () -> backend.write(x, new float[7 * 65]));
        refused("read of a closed arena's tensor", "'gone'", () -> backend.read(x, new float[7 * 65]));
        refused("allocation in a closed arena", "short-lived", () -> arena.allocate("y", DType.F32, 1, 1));
        refused("run of a plan on a closed arena's tensor", "gone", ofGone::run);
        backend.close();
        refused("run of a plan on a closed backend", "closed", ofKept::run);
        refused("ops of a closed backend", "closed", backend::ops);
        refused("arena of a closed backend", "closed", () -> backend.arena("late"));
        refused("synchronize of a closed backend", "closed", backend::synchronize);
        refused("record on a closed backend", "closed", () -> backend.record(ops -> {}));
        ofGone.close();
        ofKept.close();
    }

    @Test
    default void otherThreadsAreRefused() {
        try (Backend backend = bed().open();
                Arena arena = backend.arena("confined")) {
            Tensor x = arena.allocate("x", DType.F32, 7, 65);
            try (Plan plan = backend.record(ops -> ops.fill(x, 2))) {
                plan.run();
                List<Runnable> calls = List.of(
                        plan::run,
                        () -> backend.ops().fill(x, 1),
                        () -> backend.read(x, new float[7 * 65]),
                        () -> backend.write(x, new float[7 * 65]),
                        backend::synchronize,
                        () -> arena.allocate("y", DType.F32, 1, 1),
                        arena::close,
                        backend::close);
                for (int i = 0; i < calls.size(); i++) {
                    Runnable call = calls.get(i);
                    refused("call " + i + " of a second thread", "intruder", () -> inAnotherThread(call));
                }
            }
        }
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

    private static void refused(String what, String part, Runnable call) {
        try {
            call.run();
        } catch (IllegalStateException e) {
            if (!String.valueOf(e.getMessage()).contains(part)) {
                throw new AssertionError(
                        what + ": the message must contain " + part + ", but is: " + e.getMessage(), e);
            }
            return;
        } catch (RuntimeException e) {
            throw new AssertionError(what + ": expected IllegalStateException, found " + e, e);
        }
        throw new AssertionError(what + ": expected IllegalStateException, but it was accepted");
    }

    private static void same(String what, Object expected, Object found) {
        if (!expected.equals(found)) {
            throw new AssertionError(what + ": expected " + expected + ", found " + found);
        }
    }
}
