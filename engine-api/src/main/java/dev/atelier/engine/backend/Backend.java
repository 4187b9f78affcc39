package dev.atelier.engine.backend;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One device with one in-order queue, confined to the thread that opened it.
 *
 * <p>The public methods check their arguments and keep the books; a backend supplies the protected ones.
 */
public abstract class Backend implements AutoCloseable {
    private final DeviceInfo device;
    private final Thread owner = Thread.currentThread();
    private final List<Arena> arenas = new ArrayList<>();
    private @Nullable Ops checkedOps;
    private boolean open = true;

    /** Makes a backend that the calling thread owns. */
    protected Backend(DeviceInfo device) {
        this.device = device;
    }

    /** Returns the device that this backend computes on. */
    public final DeviceInfo device() {
        return device;
    }

    /** Returns one line for people: the device, and which code path runs on it. */
    public abstract String description();

    /** Returns one line that says what the kernels were tuned by, or nothing where there is nothing to tune; see {@link TunableProvider}. */
    public String tuning() {
        return "";
    }

    /** Returns what this backend multiplies matrices in, see {@link BackendOptions#precision()}. */
    public Precision precision() {
        return Precision.FP32;
    }

    /** Opens an arena; closing the backend closes it too. */
    public final Arena arena(String label) {
        checkOpen("arena");
        Arena arena = new Arena(this, label);
        arenas.add(arena);
        return arena;
    }

    /** Returns the operations; every call checks its arguments before it is enqueued. */
    public final Ops ops() {
        checkOpen("ops");
        Ops ops = checkedOps;
        if (ops == null) {
            ops = checked(createOps());
            checkedOps = ops;
        }
        return ops;
    }

    /**
     * Records a step to be run again and again. {@code step} is called now or at each {@link Plan#run()}, so it must do nothing
     * but call the operations it is given, and always the same ones.
     *
     * @throws IllegalArgumentException for a fault in an argument, at the latest when the plan runs
     */
    public final Plan record(Consumer<Ops> step) {
        checkOpen("record");
        return new ConfinedPlan(this, createPlan(step));
    }

    /**
     * Records a training step of which the device does many at a time, {@link Plan#run(int)}, with the parameters on its chip. It sums in
     * other orders than a plan of {@link #record}. Parameters, optimiser state, the history of losses and the step number are written;
     * what lies between, such as activations, is left undefined.
     *
     * @throws BackendUnavailableException if the device can't, with the reason
     * @throws IllegalArgumentException if it is a step that can't be done so, or for a fault in an argument
     */
    public final Plan recordRepeated(Consumer<Ops> step) {
        checkOpen("recordRepeated");
        return new ConfinedPlan(this, createRepeatedPlan(step));
    }

    /**
     * Copies {@code source} to an F32 tensor, row by row.
     *
     * @throws IllegalArgumentException if the tensor is not F32, not of this backend, or not of {@code source.length} elements
     */
    public final void write(Tensor tensor, float[] source) {
        checkTransfer("write", tensor, DType.F32, source.length);
        upload(tensor, source);
    }

    /** Copies {@code source} to an I32 tensor; see {@link #write(Tensor, float[])}. */
    public final void write(Tensor tensor, int[] source) {
        checkTransfer("write", tensor, DType.I32, source.length);
        upload(tensor, source);
    }

    /** Copies {@code source} to a U8 tensor; see {@link #write(Tensor, float[])}. */
    public final void write(Tensor tensor, byte[] source) {
        checkTransfer("write", tensor, DType.U8, source.length);
        upload(tensor, source);
    }

    /**
     * Waits for what was enqueued and copies an F32 tensor to {@code target}, row by row.
     *
     * @throws IllegalArgumentException if the tensor is not F32, not of this backend, or not of {@code target.length} elements
     */
    public final void read(Tensor tensor, float[] target) {
        checkTransfer("read", tensor, DType.F32, target.length);
        download(tensor, target);
    }

    /** Waits and copies an I32 tensor to {@code target}; see {@link #read(Tensor, float[])}. */
    public final void read(Tensor tensor, int[] target) {
        checkTransfer("read", tensor, DType.I32, target.length);
        download(tensor, target);
    }

    /** Waits until everything that was enqueued is done. */
    public final void synchronize() {
        checkOpen("synchronize");
        finish();
    }

    /** Measures the device's limits, in well under a second; every call measures anew. */
    public final DeviceLimits measureLimits() {
        checkOpen("measureLimits");
        finish();
        return limits();
    }

    /**
     * Returns ways to compute a product, from a naive one to that of {@link Ops#matmul}, which is the last; to be read and measured,
     * not to train with. Empty where a backend has only the one.
     */
    public final List<ProductStep> progression() {
        checkOpen("progression");
        return productSteps();
    }

    /**
     * Returns what the backend holds; after {@link #close()}, nothing.
     *
     * @throws IllegalStateException if it is not called by the thread that opened the backend
     */
    public final MemoryUse memory() {
        checkThread("memory");
        int allocations = 0;
        long bytes = 0;
        for (Arena arena : arenas) {
            allocations += arena.liveTensors();
            bytes += arena.bytes();
        }
        return new MemoryUse(arenas.size(), allocations, bytes);
    }

    /** Whether {@link #close()} has not been called. */
    public final boolean isOpen() {
        return open;
    }

    /**
     * Waits, closes every arena and releases the device; closing twice does nothing. All of it is done also when the device
     * fails meanwhile.
     */
    @Override
    public final void close() {
        if (!open) {
            return;
        }
        checkThread("close");
        Releases releases = new Releases();
        releases.add(this::shutdown);
        releases.add(() -> open = false);
        arenas.forEach(arena -> releases.add(arena::close));
        releases.add(this::finish);
        releases.close();
    }

    /** Returns the operations; arguments reach them checked. Called once. */
    protected abstract Ops createOps();

    /** Records {@code step}. Unless overridden, a plan calls {@code step} each time it runs. */
    protected Plan createPlan(Consumer<Ops> step) {
        return new EagerPlan(this, step);
    }

    /** Records {@code step} for {@link #recordRepeated}. Unless overridden, a device can't. */
    protected Plan createRepeatedPlan(Consumer<Ops> step) {
        throw new BackendUnavailableException(
                "the " + device.backend() + " backend can't do many steps in one launch; the opencl backend can");
    }

    /** Wraps operations in the argument checks, for backends whose plans record through an {@code Ops} of their own. */
    protected final Ops checked(Ops unchecked) {
        return new CheckedOps(unchecked, this);
    }

    /** Allocates a tensor of zeros. */
    protected abstract Tensor createTensor(Arena arena, String label, DType dtype, int rows, int columns);

    /** Allocates a slab of zeros. */
    protected abstract Slab createSlab(Arena arena, String label, List<Slab.Entry> entries);

    /** Frees what {@link #createTensor} made, or a slab by its {@link Slab#whole()}; called once for each. */
    protected abstract void releaseTensor(Tensor tensor);

    /** Returns the device memory that a tensor, or a slab by its {@link Slab#whole()}, takes. */
    protected abstract long bytesOf(Tensor tensor);

    /** Copies to an F32 tensor; {@code source} may change as soon as this returns. */
    protected abstract void upload(Tensor tensor, float[] source);

    /** Copies to an I32 tensor; {@code source} may change as soon as this returns. */
    protected abstract void upload(Tensor tensor, int[] source);

    /** Copies to a U8 tensor; {@code source} may change as soon as this returns. */
    protected abstract void upload(Tensor tensor, byte[] source);

    /** Waits and copies from an F32 tensor. */
    protected abstract void download(Tensor tensor, float[] target);

    /** Waits and copies from an I32 tensor. */
    protected abstract void download(Tensor tensor, int[] target);

    /** Measures the device's limits. Unless overridden, they are unknown. */
    protected DeviceLimits limits() {
        return DeviceLimits.unknown();
    }

    /** Returns the steps of {@link #progression()}. Unless overridden, there are none. */
    protected List<ProductStep> productSteps() {
        return List.of();
    }

    /** Waits for all enqueued work. */
    protected abstract void finish();

    /** Releases the device; all tensors are gone by then. Called once. */
    protected abstract void shutdown();

    final void closing(Arena arena) {
        arenas.remove(arena);
        finish();
    }

    final void checkThread(String operation) {
        if (Thread.currentThread() != owner) {
            throw new IllegalStateException(operation + ": this backend belongs to thread '" + owner.getName()
                    + "', but was called from '" + Thread.currentThread().getName() + "'");
        }
    }

    final void checkOpen(String operation) {
        checkThread(operation);
        if (!open) {
            throw new IllegalStateException(operation + ": the backend on " + device.name() + " is closed");
        }
    }

    private void checkTransfer(String operation, Tensor tensor, DType dtype, int length) {
        checkOpen(operation);
        Arguments.require(operation, this, tensor, dtype);
        if (length != tensor.size()) {
            throw new IllegalArgumentException(
                    operation + ": " + tensor + " has " + tensor.size() + " elements, but the array has " + length);
        }
    }
}
