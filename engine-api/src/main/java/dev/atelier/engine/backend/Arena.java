package dev.atelier.engine.backend;

import java.util.ArrayList;
import java.util.List;

/**
 * Owns tensors and frees them together. A run has two: one for the model (parameters, gradients, optimiser state, resident
 * data), one for the step (activations). New tensors hold zeros.
 */
public final class Arena implements AutoCloseable {
    /** Java arrays and {@code int} indices limit a tensor to this many elements. */
    private static final long MAX_ELEMENTS = Integer.MAX_VALUE - 64L;

    private final Backend backend;
    private final String label;
    private final List<Tensor> owned = new ArrayList<>();
    private long bytes;
    private boolean open = true;

    Arena(Backend backend, String label) {
        this.backend = backend;
        this.label = label;
    }

    /**
     * Allocates a tensor of zeros.
     *
     * @throws IllegalArgumentException if a dimension is below 1 or there are more than 2^31 elements
     * @throws BackendException if the device has no room for it
     */
    public Tensor allocate(String tensorLabel, DType dtype, int rows, int columns) {
        checkOpen("allocate", tensorLabel);
        checkShape(tensorLabel, rows, columns);
        Tensor tensor = backend.createTensor(this, tensorLabel, dtype, rows, columns);
        own(tensor);
        return tensor;
    }

    /**
     * Allocates F32 tensors that share one block of memory.
     *
     * @throws IllegalArgumentException if there is no entry, a dimension is below 1, or there are more than 2^31 elements
     * @throws BackendException if the device has no room for it
     */
    public Slab slab(String slabLabel, List<Slab.Entry> entries) {
        checkOpen("slab", slabLabel);
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("slab '" + slabLabel + "' has no entries");
        }
        long elements = 0;
        for (Slab.Entry entry : entries) {
            checkShape(entry.label(), entry.rows(), entry.columns());
            elements += (long) entry.rows() * entry.columns();
        }
        if (elements > MAX_ELEMENTS) {
            throw new IllegalArgumentException("slab '" + slabLabel + "' has too many elements: " + elements);
        }
        Slab slab = backend.createSlab(this, slabLabel, List.copyOf(entries));
        own(slab.whole());
        return slab;
    }

    /** Returns the device memory that this arena holds, in bytes. */
    public long bytes() {
        return bytes;
    }

    /** Returns the name given to {@link Backend#arena}. */
    public String label() {
        return label;
    }

    /** Whether the arena and its backend are open. */
    public boolean isOpen() {
        return open;
    }

    /** Returns the backend that made the arena. */
    public Backend backend() {
        return backend;
    }

    /** Waits and frees every tensor of the arena, also when the device fails meanwhile; closing twice does nothing. */
    @Override
    public void close() {
        if (!open) {
            return;
        }
        backend.checkThread("Arena.close");
        open = false;
        Releases releases = new Releases();
        owned.forEach(tensor -> releases.add(() -> backend.releaseTensor(tensor)));
        releases.add(() -> backend.closing(this));
        owned.clear();
        bytes = 0;
        releases.close();
    }

    int liveTensors() {
        return owned.size();
    }

    private void own(Tensor tensor) {
        owned.add(tensor);
        bytes += backend.bytesOf(tensor);
    }

    private void checkOpen(String operation, String tensorLabel) {
        backend.checkThread("Arena." + operation);
        if (!open) {
            throw new IllegalStateException(operation + " '" + tensorLabel + "': arena '" + label + "' is closed");
        }
    }

    private static void checkShape(String tensorLabel, int rows, int columns) {
        if (rows < 1 || columns < 1) {
            throw new IllegalArgumentException("allocate '" + tensorLabel
                    + "': dimensions must be at least 1, but are [" + rows + "][" + columns + "]");
        }
        if ((long) rows * columns > MAX_ELEMENTS) {
            throw new IllegalArgumentException("allocate '" + tensorLabel + "': [" + rows + "][" + columns
                    + "] has more than " + MAX_ELEMENTS + " elements");
        }
    }
}
