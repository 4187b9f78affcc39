package dev.atelier.engine.cpu;

import dev.atelier.engine.backend.ActivationFunction;
import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.LayerTensors;
import dev.atelier.engine.backend.LayerUpdate;
import dev.atelier.engine.backend.RowSelection;
import dev.atelier.engine.backend.Tensor;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * The first layer, which reads a resident data set by row. Of a U8 data set with many zeros it multiplies only the rest: forward in
 * groups of a few samples, backward in groups of a few neighbouring pixels, each against panels of columns of the dense factor.
 */
final class InputLayer {
    /**
     * Zeros are skipped when at most this share is left to read: a tile of sparse rows needs more loads for a product than a
     * dense one, so that it loses when there is little to skip.
     */
    private static final double MAX_SHARE = 0.7;

    private static final System.Logger LOGGER = System.getLogger("dev.atelier.engine.cpu");

    private final CpuEngine engine;
    private final BatchOperations batches;
    private final MatrixOperations matrices;
    private final SparseForward forward;
    private final SparseBackward backward;

    InputLayer(CpuEngine engine, BatchOperations batches, MatrixOperations matrices) {
        this.engine = engine;
        this.batches = batches;
        this.matrices = matrices;
        this.forward = new SparseForward(engine);
        this.backward = new SparseBackward(engine);
    }

    void linear(
            RowSelection rows,
            float scale,
            Tensor input,
            LayerTensors layer,
            ActivationFunction function,
            @Nullable Tensor z,
            Tensor out) {
        CpuTensor room = (CpuTensor) input;
        boolean skip = skipsZeros((CpuTensor) rows.data());
        boolean tiles =
                skip && engine.kernels.sparseRows() > 0 && ((CpuTensor) out).takesTiles(engine.kernels.sparseColumns());
        if (tiles && Float.isFinite(scale)) {
            SparseBatch batch = room.sparseBatch;
            if (batch == null) {
                batch = new SparseBatch();
                room.sparseBatch = batch;
            }
            batch.current = true;
            batch.scaleBy(scale);
            forward.run(rows, batch, layer, function, (CpuTensor) (z == null ? out : z), out);
            return;
        }
        if (room.sparseBatch != null) {
            room.sparseBatch.current = false;
        }
        batches.gatherRows(rows, scale, input);
        matrices.linear(input, layer, function, z, out, skip);
    }

    void gradients(RowSelection rows, Tensor input, Tensor delta, LayerTensors gradients) {
        SparseBatch batch = ((CpuTensor) input).sparseBatch;
        if (batch != null && batch.current) {
            backward.gradients(rows, batch, (CpuTensor) delta, gradients);
        } else {
            matrices.linearGradients(input, delta, gradients, skipsZeros((CpuTensor) rows.data()));
        }
    }

    void update(RowSelection rows, Tensor input, Tensor delta, LayerUpdate layer) {
        SparseBatch batch = ((CpuTensor) input).sparseBatch;
        if (batch != null && batch.current) {
            backward.update(rows, batch, (CpuTensor) delta, layer);
        } else {
            matrices.linearUpdate(input, delta, layer, skipsZeros((CpuTensor) rows.data()));
        }
    }

    /**
     * Has {@code copies}, which are to hold distorted rows of {@code data}, read in the same way as those: what a batch happens to
     * hold must not decide, since the two ways round differently.
     */
    void readAlike(Tensor data, Tensor copies) {
        CpuTensor target = (CpuTensor) copies;
        if (target.zeroShare == null) {
            target.zeroShare = zeroShare((CpuTensor) data);
            LOGGER.log(
                    Level.DEBUG,
                    "first layer on {0}, distorted rows of {1}: the {2} kernels run",
                    target,
                    data,
                    skipsZeros(target) ? "zero-skipping" : "dense");
        }
    }

    private boolean skipsZeros(CpuTensor data) {
        if (data.dtype() != DType.U8 || engine.inputPath == InputPath.DENSE) {
            return false;
        }
        return engine.inputPath == InputPath.SPARSE || zeroShare(data).read() <= MAX_SHARE;
    }

    private ZeroShare zeroShare(CpuTensor data) {
        ZeroShare share = data.zeroShare;
        if (share == null) {
            share = ZeroShare.measure(data, Math.max(1, engine.kernels.sparseRows()));
            data.zeroShare = share;
            announce(data, share);
        }
        return share;
    }

    private static void announce(CpuTensor data, ZeroShare share) {
        LOGGER.log(
                Level.DEBUG,
                "first layer on {0}: {1} % of it to be read, so the {2} kernels run",
                data,
                Math.round(100 * share.read()),
                share.read() <= MAX_SHARE ? "zero-skipping" : "dense");
    }
}
