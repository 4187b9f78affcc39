package dev.atelier.bench;

import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.Plan;
import dev.atelier.engine.backend.ProductStep;
import dev.atelier.engine.backend.Tensor;

/** One matrix product on one backend, verified when it is set up and then run as often as one likes. */
public final class GemmRun implements Workload {
    private final Backend backend;
    private final Arena arena;
    private final Plan plan;

    /**
     * Sets up the product and verifies it.
     *
     * @throws WrongResultException if the result is wrong
     */
    public GemmRun(Backend backend, ProductShape shape) {
        this(
                backend,
                shape,
                backend.description(),
                (a, b, out) -> backend.record(ops -> ops.matmul(a, shape.transposeA(), b, shape.transposeB(), out)));
    }

    /**
     * Sets up the product as {@code recorder} records it, and verifies it.
     *
     * @param who computes it, for the message of a fault
     * @throws WrongResultException if the result is wrong
     */
    public GemmRun(Backend backend, ProductShape shape, String who, ProductStep.Recorder recorder) {
        this.backend = backend;
        this.arena = backend.arena("gemm");
        Operands operands = new Operands(shape);
        Tensor a = arena.allocate("a", DType.F32, operands.leftRows(), operands.leftColumns());
        Tensor b = arena.allocate("b", DType.F32, operands.rightRows(), operands.rightColumns());
        Tensor out = arena.allocate("out", DType.F32, shape.m(), shape.n());
        backend.write(a, operands.left());
        backend.write(b, operands.right());
        this.plan = recorder.record(a, b, out);
        plan.run();
        float[] result = new float[shape.m() * shape.n()];
        backend.read(out, result);
        operands.verify((row, column) -> result[row * shape.n() + column], backend.precision(), who);
    }

    @Override
    public void run(int times) {
        for (int i = 0; i < times; i++) {
            plan.run();
        }
        backend.synchronize();
    }

    @Override
    public void close() {
        plan.close();
        arena.close();
    }
}
