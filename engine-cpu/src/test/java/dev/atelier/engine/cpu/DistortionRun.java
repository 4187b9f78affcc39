package dev.atelier.engine.cpu;

import dev.atelier.engine.augmentation.Augmentation;
import dev.atelier.engine.augmentation.Distortions;
import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.BackendOptions;
import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.RowSelection;
import dev.atelier.engine.backend.Tensor;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** A batch of random images that is distorted again and again. */
final class DistortionRun implements AutoCloseable {
    private static final int SIDE = 28;
    private static final int BATCH = 50;

    private final Backend backend;
    private final RowSelection rows;
    private final Distortions distortions;
    private final Tensor out;

    DistortionRun(int threads, Map<String, String> properties, double alpha) {
        backend = new CpuBackendProvider().open(new BackendOptions("", threads, properties));
        Arena arena = backend.arena("images");
        byte[] pixels = new byte[BATCH * SIDE * SIDE];
        new Random(20261125).nextBytes(pixels);
        Tensor data = arena.allocate("data", DType.U8, BATCH, SIDE * SIDE);
        backend.write(data, pixels);
        Tensor order = arena.allocate("order", DType.I32, 1, BATCH);
        backend.write(order, IntStream.range(0, BATCH).toArray());
        rows = new RowSelection(data, order, arena.allocate("step", DType.I32, 1, 1), BATCH);
        distortions = Distortions.upload(arena, new Augmentation(SIDE, SIDE, 15, 0.2, 0.1, 2, alpha, 5));
        distortions.startEpoch(1, 1);
        out = arena.allocate("out", DType.U8, BATCH, SIDE * SIDE);
    }

    void run() {
        backend.ops().distortRows(rows, distortions.distortion(), out);
    }

    byte[] images() {
        return ((CpuTensor) out).bytes.clone();
    }

    @Override
    public void close() {
        backend.close();
    }
}
