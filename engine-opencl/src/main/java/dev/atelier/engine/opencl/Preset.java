package dev.atelier.engine.opencl;

import dev.atelier.engine.backend.DeviceInfo;
import dev.atelier.engine.backend.Precision;
import dev.atelier.engine.opencl.device.OpenClDevice;

/**
 * Sizes that the kernels are compiled and launched with, by kind of device.
 *
 * @param strips whether GEMM packs strips ({@code gemm_strip.cl}, CPU devices) or shares tiles ({@code gemm_tile.cl})
 * @param vectorWidth floats in a vector of the CPU kernels, 1 for GPU devices
 * @param group work-items that reduce together
 * @param items work-items of an element-wise work-group
 * @param stripRows rows of the register tile of {@code gemm_strip.cl}
 * @param stripVectors vectors in a row of that tile
 * @param stripDepth depths that a strip packs at a time
 * @param computeUnits the device's cores
 * @param maxGroupItems the most work-items of one work-group
 * @param tile work-items along each side of a tile of {@code gemm_tile.cl}, 0 to choose by shape
 * @param precision what products are multiplied in; all but single precision is for tensor cores
 */
record Preset(
        boolean strips,
        int vectorWidth,
        int group,
        int items,
        int stripRows,
        int stripVectors,
        int stripDepth,
        int computeUnits,
        int maxGroupItems,
        int tile,
        Precision precision) {
    /** The widest vector that the kernels are written for. */
    private static final int MAX_VECTOR = 16;

    /** SSE and NEON have 4 floats a vector; a narrower answer of a driver means that it did not look. */
    private static final int MIN_CPU_VECTOR = 4;

    /** Rows of a register tile as wide as a strip. */
    private static final int ROWS = 6;

    /** 6 x 4 accumulators of 16 floats leave room for the operands in the 32 registers of AVX-512, and do 10 % more than 8 x 2 in {@code bench products}. */
    private static final int WIDE_VECTORS = 4;

    /** With the 16 registers of AVX2, 6 x 2 accumulators do. */
    private static final int NARROW_VECTORS = 2;

    /** Two multiply-adds a cycle, each of which takes four, are eight rows at a time. */
    private static final int MOST_ROWS = 8;

    /** A strip of 1024 depths x 64 columns is 256 KiB: it stays in a second-level cache. */
    private static final int MAX_STRIP_DEPTH = 1024;

    /** A warp or two; the sums over rows of ten classes are too short for more. */
    private static final int GPU_GROUP = 64;

    private static final int GPU_ITEMS = 128;

    /** Few enough to spread small tensors over the cores, many enough to hide the cost of a work-group. */
    private static final int CPU_ITEMS = 16;

    /** A look takes a GPU about a microsecond and a CPU a tenth of that, and a CPU's thread may have to wait for its turn. */
    private static final int GPU_PATIENCE = 2_000_000;

    private static final int CPU_PATIENCE = 100_000_000;

    /** Returns how often a work-group looks for the others before it gives up: that is some seconds. */
    int patience() {
        return strips ? CPU_PATIENCE : GPU_PATIENCE;
    }

    /** Returns the rows of a register tile of so many vectors: on CPU devices as many as fill the registers, on GPU devices one. */
    int registerRows(int vectors) {
        return Math.max(1, Math.min(MOST_ROWS, stripRows * stripVectors / vectors));
    }

    /** Returns the preset of a device, for the kind of kernels that the settings ask for or the device's own kind. */
    static Preset of(OpenClDevice device, OpenClSettings settings) {
        String kernels = settings.kernels();
        boolean cpu = kernels.isEmpty()
                ? device.info().kind() != DeviceInfo.Kind.GPU && settings.precision() == Precision.FP32
                : kernels.equals("cpu");
        if (!cpu) {
            int group = Math.min(GPU_GROUP, Integer.highestOneBit(device.maxGroupItems()));
            return new Preset(
                    false,
                    1,
                    group,
                    Math.min(GPU_ITEMS, device.maxGroupItems()),
                    0,
                    0,
                    0,
                    device.info().computeUnits(),
                    device.maxGroupItems(),
                    settings.tile(),
                    settings.precision());
        }
        int width = Math.max(MIN_CPU_VECTOR, Math.min(MAX_VECTOR, Integer.highestOneBit(device.vectorWidth())));
        int vectors = width == MAX_VECTOR ? WIDE_VECTORS : NARROW_VECTORS;
        long halfOfLocalMemory = device.localMemoryBytes() / 2 / ((long) width * vectors * Float.BYTES);
        return new Preset(
                true,
                width,
                1,
                CPU_ITEMS,
                ROWS,
                vectors,
                (int) Math.max(1, Math.min(MAX_STRIP_DEPTH, halfOfLocalMemory)),
                device.info().computeUnits(),
                device.maxGroupItems(),
                settings.tile(),
                settings.precision());
    }
}
