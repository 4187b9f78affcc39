package dev.atelier.engine.cpu;

import dev.atelier.engine.backend.Distortion;
import dev.atelier.engine.backend.RowSelection;
import dev.atelier.engine.backend.Tensor;

/** Gathers a batch of images and distorts each. Threads take images. */
@SuppressWarnings("NullAway.Init")
final class DistortRows implements Task {
    /** The work of a pixel, in additions. */
    private static final int COST = 8;

    private final CpuEngine engine;
    private final ImageDistorter[] distorters;
    private RowSelection rows;
    private Distortion distortion;
    private CpuTensor out;

    DistortRows(CpuEngine engine) {
        this.engine = engine;
        this.distorters = new ImageDistorter[engine.pool.threads()];
        for (int i = 0; i < distorters.length; i++) {
            distorters[i] = new ImageDistorter(engine.kernels);
        }
    }

    void run(RowSelection selection, Distortion how, Tensor target) {
        rows = selection;
        distortion = how;
        out = (CpuTensor) target;
        engine.run(this, (long) out.size() * COST >= BlockTask.LARGE);
    }

    @Override
    public void run(int part, int parts) {
        ImageDistorter distorter = distorters[part];
        distorter.prepare(distortion);
        int end = Task.begin(part + 1, parts, out.rows());
        CpuTensor data = (CpuTensor) rows.data();
        for (int i = Task.begin(part, parts, out.rows()); i < end; i++) {
            if (i + 1 < end) {
                distorter.fetch(data, BatchOperations.rowOf(rows, i + 1));
            }
            distorter.distort(data, BatchOperations.rowOf(rows, i), out.bytes, out.index(i, 0));
        }
    }
}
