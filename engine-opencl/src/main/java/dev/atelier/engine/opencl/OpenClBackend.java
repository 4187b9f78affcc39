package dev.atelier.engine.opencl;

import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.Ops;
import dev.atelier.engine.backend.Plan;
import dev.atelier.engine.backend.Precision;
import dev.atelier.engine.backend.ProductStep;
import dev.atelier.engine.backend.Releases;
import dev.atelier.engine.backend.Slab;
import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.opencl.device.Buffer;
import dev.atelier.engine.opencl.device.Context;
import dev.atelier.engine.opencl.device.OpenClDevice;
import dev.atelier.engine.opencl.device.Queue;
import dev.atelier.engine.opencl.device.QueueCounters;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** A backend on one OpenCL device. */
public final class OpenClBackend extends Backend {
    private final Context context;
    private final Queue queue;
    private final ProgramLibrary programs;
    private final boolean storePrograms;
    private final Transfers transfers;
    private final Preset preset;
    private final String tuning;
    private GemmTilings tilings;
    private final EagerTarget eager;
    private final int persistentGroups;
    private final Scratch scratch;
    private final boolean hasTensorCores;
    private final Set<OpenClPlan> plans = new LinkedHashSet<>();

    OpenClBackend(OpenClDevice device, OpenClSettings settings) {
        super(device.info());
        this.preset = Preset.of(device, settings);
        Tuning loaded = Tuning.load(device, preset, settings);
        this.tuning = loaded.description();
        this.tilings = new GemmTilings(preset, loaded.tilings());
        this.storePrograms = settings.storePrograms();
        this.persistentGroups = settings.persistentGroups();
        Releases taken = new Releases();
        try {
            this.context = new Context(device);
            taken.add(context::close);
            this.queue = new Queue(context);
            taken.add(queue::close);
            this.programs = new ProgramLibrary(context, new ProgramCache(settings.cacheDirectory()));
            this.eager = new EagerTarget(programs, queue);
            this.transfers = new Transfers(queue);
            this.scratch = Scratch.allocate(context);
            taken.add(scratch::close);
            taken.add(programs::close);
            this.hasTensorCores = preset.precision() != Precision.FP32
                    && TensorCores.check(context, eager, transfers, preset.precision(), settings.emulateTensorCores());
        } catch (RuntimeException | Error e) {
            taken.closeAfter(e);
            throw e;
        }
    }

    @Override
    public String description() {
        return "OpenCL on " + device().name() + " (" + device().driver() + "), "
                + (preset.strips()
                        ? "kernels for CPU devices, vectors of " + preset.vectorWidth()
                        : "kernels for GPU devices")
                + (preset.precision() == Precision.FP32
                        ? ""
                        : ", products in " + preset.precision().label()
                                + (hasTensorCores ? " on tensor cores" : " on emulated tensor cores"))
                + ", binding: " + context.device().binding().name();
    }

    @Override
    public Precision precision() {
        return preset.precision();
    }

    @Override
    public String tuning() {
        return tuning;
    }

    /** Chooses kernels and sizes anew, for plans that are recorded from now on. */
    void use(GemmTilings newTilings) {
        tilings = newTilings;
    }

    /** Returns what went through the device's queue since the backend was opened. */
    public QueueCounters counters() {
        return queue.counters();
    }

    /** Returns how many programs were compiled since the backend was opened; those out of the cache do not count. */
    public int compiledPrograms() {
        return programs.compiled();
    }

    /** Returns how many blocks of device memory are allocated for tensors and slabs now, by the device's account. */
    public int liveTensorBlocks() {
        return context.blocks() - (scratch.isOpen() ? Scratch.BLOCKS : 0);
    }

    /** Returns the bytes of device memory that are allocated now, by the backend's own account. */
    public long liveDeviceBytes() {
        return context.bytes();
    }

    ProgramLibrary programs() {
        return programs;
    }

    Queue queue() {
        return queue;
    }

    Preset preset() {
        return preset;
    }

    void forget(OpenClPlan plan) {
        plans.remove(plan);
    }

    /** Records launches that no operation makes. */
    Plan plan(Consumer<LaunchTarget> launches) {
        OpenClPlan plan = new OpenClPlan(this);
        plans.add(plan);
        try {
            launches.accept(plan);
        } catch (RuntimeException | Error e) {
            closeAfter(e, plan::close);
            throw e;
        }
        return plan;
    }

    @Override
    protected Ops createOps() {
        return new OpenClOps(preset, tilings, eager, scratch);
    }

    @Override
    protected List<ProductStep> productSteps() {
        return new Progression(this, Progression.side(preset)).steps();
    }

    @Override
    protected Plan createPlan(Consumer<Ops> step) {
        List<StepOperation> fused = fused(step);
        return plan(target -> {
            OpenClOps ops = new OpenClOps(preset, tilings, target, scratch);
            fused.forEach(operation -> operation.launch(ops));
        });
    }

    /** Returns the operations of a step, those together that one launch can do. */
    List<StepOperation> fused(Consumer<Ops> step) {
        StepRecorder recorder = new StepRecorder();
        step.accept(checked(recorder));
        return StepFusion.fuse(recorder.operations());
    }

    @Override
    protected Plan createRepeatedPlan(Consumer<Ops> step) {
        PersistentStep recognised = PersistentStep.of(fused(step));
        PersistentSizes sizes =
                PersistentSizes.of(preset, context.device().localMemoryBytes(), persistentGroups, recognised);
        PersistentPlan plan = new PersistentPlan(this, recognised, sizes, preset.patience());
        try {
            plan.probe(this, preset.patience());
        } catch (RuntimeException | Error e) {
            closeAfter(e, plan::close);
            throw e;
        }
        return plan;
    }

    @Override
    protected Tensor createTensor(Arena arena, String label, DType dtype, int rows, int columns) {
        long bytes = roundUp((long) rows * columns * dtype.bytes(), Integer.BYTES);
        Buffer block = zeros(label, bytes);
        return new OpenClTensor(arena, label, dtype, rows, columns, block, List.of());
    }

    @Override
    protected Slab createSlab(Arena arena, String label, List<Slab.Entry> entries) {
        int alignment = context.device().alignmentBytes();
        long bytes = 0;
        for (Slab.Entry entry : entries) {
            bytes += roundUp((long) entry.rows() * entry.columns() * Float.BYTES, alignment);
        }
        int elements = Math.toIntExact(bytes / Float.BYTES);
        Buffer block = zeros(label, bytes);
        Releases taken = new Releases();
        taken.add(block::close);
        List<OpenClTensor> parts = new ArrayList<>();
        long offset = 0;
        try {
            for (Slab.Entry entry : entries) {
                long size = (long) entry.rows() * entry.columns() * Float.BYTES;
                // Zeros again, for memory checkers, which watch each buffer object by itself.
                Buffer part = zeroed(block.part(entry.label(), offset, size));
                taken.add(part::close);
                parts.add(new OpenClTensor(
                        arena, entry.label(), DType.F32, entry.rows(), entry.columns(), part, List.of()));
                offset += roundUp(size, alignment);
            }
        } catch (RuntimeException | Error e) {
            taken.closeAfter(e);
            throw e;
        }
        return new Slab(
                List.copyOf(parts), new OpenClTensor(arena, label, DType.F32, 1, elements, block, List.copyOf(parts)));
    }

    @Override
    protected void releaseTensor(Tensor tensor) {
        ((OpenClTensor) tensor).release();
    }

    @Override
    protected long bytesOf(Tensor tensor) {
        return buffer(tensor).size();
    }

    @Override
    protected void upload(Tensor tensor, float[] source) {
        Buffer target = buffer(tensor);
        if (!target.isPart()) {
            transfers.upload(target, source);
            return;
        }
        // By way of a block of its own: Oclgrind takes a host's write to a part for the start of a new buffer.
        try (Buffer block = zeros(tensor.label(), target.size())) {
            transfers.upload(block, source);
            new ElementwiseLaunches(preset, eager).copy(block, target);
            queue.finish();
        }
    }

    @Override
    protected void upload(Tensor tensor, int[] source) {
        transfers.upload(buffer(tensor), source);
    }

    @Override
    protected void upload(Tensor tensor, byte[] source) {
        transfers.upload(buffer(tensor), source);
    }

    @Override
    protected void download(Tensor tensor, float[] target) {
        transfers.download(buffer(tensor), target);
    }

    @Override
    protected void download(Tensor tensor, int[] target) {
        transfers.download(buffer(tensor), target);
    }

    @Override
    protected void finish() {
        queue.finish();
    }

    @Override
    protected void shutdown() {
        Releases releases = new Releases();
        releases.add(context::close);
        releases.add(queue::close);
        releases.add(scratch::close);
        releases.add(programs::close);
        if (storePrograms) {
            releases.add(programs::save);
        }
        plans.forEach(plan -> releases.add(plan::close));
        releases.close();
    }

    private Buffer zeros(String label, long bytes) {
        return zeroed(context.createBuffer(label, bytes));
    }

    private Buffer zeroed(Buffer buffer) {
        try {
            new ElementwiseLaunches(preset, eager).zero(buffer);
            return buffer;
        } catch (RuntimeException | Error e) {
            closeAfter(e, buffer::close);
            throw e;
        }
    }

    private static void closeAfter(Throwable fault, Runnable release) {
        Releases releases = new Releases();
        releases.add(release);
        releases.closeAfter(fault);
    }

    private static Buffer buffer(Tensor tensor) {
        return ((OpenClTensor) tensor).buffer();
    }

    private static long roundUp(long value, long step) {
        return (value + step - 1) / step * step;
    }
}
