package dev.atelier.engine.tck;

import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.LearningRate;
import dev.atelier.engine.backend.Ops;
import dev.atelier.engine.backend.Plan;
import dev.atelier.engine.backend.Slab;
import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.backend.UpdateRule;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** The reference backend with one fault, to show that the kit notices. */
final class FaultyBackend extends ReferenceBackend {
    /** Less than every tolerance, more than rounding hides. */
    private static final double NOISE = 1 + 3 * Tolerance.UNIT;

    private static int instances;
    private static int products;

    private final Fault fault;
    private final int instance = instances++;
    private final Set<Tensor> live = new HashSet<>();
    private final Map<Tensor, byte[]> borrowed = new HashMap<>();
    private final Deque<Runnable> late = new ArrayDeque<>();
    private int slabs;
    private Consumer<Ops> lastStep = ops -> {};

    /** Forgets the instances made so far: the next one is the first. */
    static void restart() {
        instances = 0;
        products = 0;
    }

    FaultyBackend(Fault fault) {
        this.fault = fault;
    }

    @Override
    protected Ops createOps() {
        return switch (fault) {
            case OPERATIONS_RUN_LATE -> intercepted(late::add);
            case UPLOAD_KEEPS_SOURCE ->
                intercepted(call -> {
                    borrowed.forEach((tensor, source) -> super.upload(tensor, source));
                    call.run();
                });
            case NOISE_BETWEEN_RUNS, NOISE_BETWEEN_INSTANCES ->
                new FaultyFusedOps(fault) {
                    @Override
                    public void matmul(Tensor a, boolean transposeA, Tensor b, boolean transposeB, Tensor out) {
                        super.matmul(a, transposeA, b, transposeB, out);
                        boolean noisy = fault == Fault.NOISE_BETWEEN_RUNS ? products++ % 2 == 0 : instance > 0;
                        for (int i = 0; noisy && i < out.size(); i++) {
                            of(out).set(i, of(out).get(i) * NOISE);
                        }
                    }
                };
            default -> new FaultyFusedOps(fault);
        };
    }

    @Override
    protected Plan createPlan(Consumer<Ops> step) {
        lastStep = step;
        return switch (fault) {
            case PLAN_FORGETS_EARLIER_PLANS -> super.createPlan(ops -> lastStep.accept(ops));
            case PLAN_FREEZES_COUNTERS -> {
                Ops frozen = frozenRates();
                yield super.createPlan(ops -> step.accept(frozen));
            }
            default ->
                fault.name().startsWith("PLAN_")
                        ? new FaultyPlan(fault, this, createOps(), step)
                        : super.createPlan(step);
        };
    }

    @Override
    protected Tensor createTensor(Arena arena, String label, DType dtype, int rows, int columns) {
        Tensor tensor = super.createTensor(arena, label, dtype, rows, columns);
        if (fault == Fault.NEW_TENSORS_HOLD_RUBBISH && dtype == DType.F32) {
            ReferenceOps.of(tensor).set(tensor.size() - 1, 7);
        }
        live.add(tensor);
        return tensor;
    }

    @Override
    protected Slab createSlab(Arena arena, String label, List<Slab.Entry> entries) {
        boolean backwards = fault == Fault.SLABS_LIE_DIFFERENTLY && slabs++ % 2 == 1;
        List<Slab.Entry> order = new ArrayList<>(entries);
        if (backwards) {
            Collections.reverse(order);
        }
        Slab slab = super.createSlab(arena, label, order);
        List<Tensor> parts = new ArrayList<>(slab.tensors());
        if (backwards) {
            Collections.reverse(parts);
        }
        return new Slab(parts, slab.whole());
    }

    @Override
    protected void releaseTensor(Tensor tensor) {
        live.remove(tensor);
        if (fault != Fault.LEAKS_BLOCKS) {
            super.releaseTensor(tensor);
        }
        for (Tensor other : live) {
            if (fault == Fault.RELEASE_CLEARS_OTHERS && other.dtype() == DType.F32) {
                ReferenceOps.of(other).set(0, 0);
            }
        }
    }

    @Override
    protected long bytesOf(Tensor tensor) {
        return fault == Fault.ACCOUNTS_FOR_NO_BYTES ? 0 : super.bytesOf(tensor);
    }

    @Override
    protected void upload(Tensor tensor, float[] source) {
        super.upload(tensor, source);
        for (int i = 0; fault == Fault.FLOATS_LOSE_SIGN_OF_ZERO && i < source.length; i++) {
            ReferenceOps.of(tensor).set(i, source[i] + 0.0);
        }
    }

    @Override
    protected void upload(Tensor tensor, int[] source) {
        super.upload(tensor, source);
        for (int i = 0; fault == Fault.INTEGERS_THROUGH_FLOAT && i < source.length; i++) {
            ReferenceOps.of(tensor).integers[i] = (int) (float) source[i];
        }
    }

    @Override
    protected void upload(Tensor tensor, byte[] source) {
        super.upload(tensor, source);
        if (fault == Fault.UPLOAD_KEEPS_SOURCE) {
            borrowed.put(tensor, source);
        }
    }

    @Override
    protected void download(Tensor tensor, float[] target) {
        finish();
        super.download(tensor, target);
    }

    @Override
    protected void download(Tensor tensor, int[] target) {
        finish();
        super.download(tensor, target);
    }

    @Override
    protected void finish() {
        while (!late.isEmpty()) {
            late.remove().run();
        }
    }

    /** Hands every call of an operation to {@code scheduler}, which decides when it runs. */
    private static Ops intercepted(Consumer<Runnable> scheduler) {
        Ops ops = new ReferenceOps();
        return (Ops) Proxy.newProxyInstance(
                Ops.class.getClassLoader(), new Class<?>[] {Ops.class}, (proxy, method, arguments) -> {
                    scheduler.accept(() -> {
                        try {
                            method.invoke(ops, arguments);
                        } catch (ReflectiveOperationException e) {
                            throw new IllegalStateException(e);
                        }
                    });
                    return null;
                });
    }

    /** Returns operations whose updates keep the step that each parameter tensor was first updated at. */
    private Ops frozenRates() {
        Map<Tensor, Integer> steps = new HashMap<>();
        return checked(new FaultyFusedOps(fault) {
            @Override
            public void update(
                    UpdateRule rule, LearningRate rate, Tensor parameters, Tensor gradients, List<Tensor> state) {
                int[] counter = of(rate.step()).integers;
                int now = counter[0];
                counter[0] = steps.computeIfAbsent(parameters, key -> now);
                super.update(rule, rate, parameters, gradients, state);
                counter[0] = now;
            }
        });
    }
}
