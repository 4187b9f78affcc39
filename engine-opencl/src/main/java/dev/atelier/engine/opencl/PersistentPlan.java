package dev.atelier.engine.opencl;

import dev.atelier.engine.backend.ActivationFunction;
import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.BackendException;
import dev.atelier.engine.backend.BackendUnavailableException;
import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.LayerTensors;
import dev.atelier.engine.backend.Plan;
import dev.atelier.engine.backend.Releases;
import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.opencl.device.NdRange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A training step of which one launch does many; a run waits for its launch, to see whether the work-groups met at every barrier. */
final class PersistentPlan implements Plan {
    private static final List<String> FILES =
            List.of("common", "activation", "update_rule", "selection", "grid_barrier", "persistent");

    /** Enough to see that groups meet again and again. */
    private static final int MEETINGS = 16;

    /** Barriers of a step. */
    private static final int BARRIERS = 2;

    private final PersistentStep step;
    private final PersistentSizes sizes;
    private final Arena arena;
    private final Map<String, Object> defines;
    private final GridLaunch launch;

    /**
     * Compiles the step.
     *
     * @param patience how often a work-group looks whether the others have come, before it gives up
     */
    PersistentPlan(OpenClBackend backend, PersistentStep step, PersistentSizes sizes, int patience) {
        this.step = step;
        this.sizes = sizes;
        this.defines = defines(step, sizes);
        this.arena = backend.arena("persistent steps");
        try {
            Tensor exchange = arena.allocate(
                    "exchange", DType.F32, 1, step.batch() * ((sizes.groups() + 1) * step.classes() + 1));
            this.launch = new GridLaunch(
                    backend, arena, variant("persistent_steps"), range(), patience, start -> bind(start, exchange));
        } catch (RuntimeException | Error e) {
            Releases taken = new Releases();
            taken.add(arena::close);
            taken.closeAfter(e);
            throw e;
        }
    }

    /**
     * Tries the barriers alone.
     *
     * @throws BackendUnavailableException if the work-groups do not run at the same time
     */
    void probe(OpenClBackend backend, int patience) {
        try (Arena room = backend.arena("meeting");
                GridLaunch meeting =
                        new GridLaunch(backend, room, variant("meet"), range(), patience, arguments -> {})) {
            if (!meeting.run(MEETINGS)) {
                throw new BackendUnavailableException("one launch can't do many steps on this device: its "
                        + sizes.groups() + " work-groups do not run at the same time");
            }
        }
    }

    private static Map<String, Object> defines(PersistentStep step, PersistentSizes sizes) {
        Map<String, Object> defines = new HashMap<>(sizes.defines());
        ActivationFunction function = step.hidden().function();
        defines.put("ACTIVATION", function.kind().name());
        defines.put("INPUT_SLOPE", function.gradientFromOutput() ? 0 : 1);
        defines.putAll(RuleDefines.of(step.hiddenUpdate().rule()));
        defines.put("DATA", step.rows().data().dtype() == DType.U8 ? "uchar" : "float");
        defines.put("INPUTS", step.inputs());
        defines.put("CLASSES", step.classes());
        defines.put("BATCH", step.batch());
        return defines;
    }

    private KernelVariant variant(String kernel) {
        return KernelVariant.of(FILES, kernel, defines);
    }

    private NdRange range() {
        return NdRange.groups(sizes.groups(), 1, sizes.items(), 1);
    }

    private void bind(LaunchBuilder start, Tensor exchange) {
        Tensor history = step.mean().history();
        start.tensor(exchange)
                .integer(step.width())
                .selection(step.rows())
                .real(step.scale())
                .alpha(step.hidden().function())
                .tensor(step.output().labels().rows().data())
                .tensor(history)
                .integer(history.columns())
                .tensor(step.mean().step());
        bind(start, step.hiddenUpdate().parameters(), step.outputUpdate().parameters());
        for (int i = 0; i < step.hiddenUpdate().state().size(); i++) {
            bind(
                    start,
                    step.hiddenUpdate().state().get(i),
                    step.outputUpdate().state().get(i));
        }
        start.rule(step.hiddenUpdate().rule(), step.hiddenUpdate().learningRate());
    }

    private static void bind(LaunchBuilder start, LayerTensors hidden, LayerTensors output) {
        start.tensor(hidden.weights())
                .tensor(hidden.bias())
                .tensor(output.weights())
                .tensor(output.bias());
    }

    @Override
    public void run() {
        run(1);
    }

    @Override
    public void run(int times) {
        int most = Integer.MAX_VALUE / (BARRIERS * sizes.groups());
        if (times < 1 || times > most) {
            throw new IllegalArgumentException(
                    "run: the number of steps must be from 1 to " + most + ", but is " + times);
        }
        if (!launch.run(times)) {
            throw new BackendException("the " + sizes.groups() + " work-groups of a launch of " + times
                    + " steps did not run at the same time, and gave up; no weight was changed");
        }
    }

    @Override
    public void close() {
        Releases releases = new Releases();
        releases.add(arena::close);
        releases.add(launch::close);
        releases.close();
    }
}
