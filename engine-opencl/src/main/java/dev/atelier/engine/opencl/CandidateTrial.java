package dev.atelier.engine.opencl;

import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.BackendException;
import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.Plan;
import dev.atelier.engine.backend.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Computes a product as candidates have it: checks each of them, then times them in turns. */
final class CandidateTrial {
    /** A sample takes about this long, so that the clock and the wait for the device do not count. */
    private static final double SAMPLE_SECONDS = 4e-3;

    private static final int MOST_LAUNCHES = 64;

    /** Odd sizes that no tile divides, deeper than any block of depths, as small as that allows. */
    private static final int ODD_ROWS = 71;

    private static final int ODD_COLUMNS = 43;
    private static final int ODD_DEPTH = 1037;

    /** In place of the short side of a thin product. */
    private static final int ODD_THIN = 13;

    private final OpenClBackend backend;
    private final Set<String> verified = new HashSet<>();
    private ProductOracle oracle;

    /** Makes a trial on a device. */
    CandidateTrial(OpenClBackend backend) {
        this.backend = backend;
        this.oracle = oracle(new GemmShape(false, false, 1, 1, 1));
    }

    /** Says that a candidate computes something wrong. */
    static final class WrongProductException extends BackendException {
        private static final long serialVersionUID = 1L;

        WrongProductException(String message) {
            super(message);
        }
    }

    /**
     * Returns the median time of one product for each tiling, in seconds.
     *
     * @param rounds how often each of them is timed
     * @throws WrongProductException if one of them is wrong
     * @throws BackendException if one of them can't be compiled or launched
     */
    double[] seconds(GemmShape shape, List<GemmTiling> tilings, int rounds) {
        if (!oracle.shape().equals(shape)) {
            oracle = oracle(shape);
        }
        try (Product product = new Product(oracle)) {
            List<Plan> plans = new ArrayList<>();
            int[] launches = new int[tilings.size()];
            for (GemmTiling tiling : tilings) {
                verify(product, tiling);
                try (Plan one = product.plan(tiling, 1)) {
                    double once = Math.min(product.time(one), product.time(one));
                    launches[plans.size()] = (int) Math.max(1, Math.min(MOST_LAUNCHES, SAMPLE_SECONDS / once));
                }
                plans.add(product.plan(tiling, launches[plans.size()]));
            }
            double[][] samples = new double[tilings.size()][rounds];
            for (int round = -1; round < rounds; round++) {
                for (int i = 0; i < plans.size(); i++) {
                    double time = product.time(plans.get(i)) / launches[i];
                    if (round >= 0) {
                        samples[i][round] = time;
                    }
                }
            }
            plans.forEach(Plan::close);
            return Arrays.stream(samples).mapToDouble(CandidateTrial::median).toArray();
        }
    }

    private ProductOracle oracle(GemmShape shape) {
        return new ProductOracle(shape, backend.precision());
    }

    private static double median(double[] samples) {
        Arrays.sort(samples);
        return samples[samples.length / 2];
    }

    private void verify(Product product, GemmTiling tiling) {
        String name = product.oracle.shape() + " " + tiling;
        if (!verified.contains(name)) {
            GemmShape shape = product.oracle.shape();
            try (Product small = new Product(oracle(odd(shape)))) {
                small.check(tiling);
            }
            product.check(tiling);
            verified.add(name);
        }
    }

    /** Returns a product of odd sizes that whatever computes {@code shape} must compute too. */
    private static GemmShape odd(GemmShape shape) {
        boolean thin = shape.bucket().isThin();
        return new GemmShape(
                shape.transposeA(),
                shape.transposeB(),
                ODD_ROWS,
                thin && !shape.transposeB() ? ODD_THIN : ODD_COLUMNS,
                thin && shape.transposeB() ? ODD_THIN : ODD_DEPTH);
    }

    /** The tensors of a product. */
    private final class Product implements AutoCloseable {
        private final ProductOracle oracle;
        private final Arena arena;
        private final Tensor a;
        private final Tensor b;
        private final Tensor out;

        Product(ProductOracle oracle) {
            this.oracle = oracle;
            GemmShape shape = oracle.shape();
            this.arena = backend.arena("tuning");
            this.a = matrix("a", shape.m(), shape.k(), shape.transposeA());
            this.b = matrix("b", shape.k(), shape.n(), shape.transposeB());
            this.out = matrix("out", shape.m(), shape.n(), false);
            backend.write(a, oracle.a());
            backend.write(b, oracle.b());
        }

        private Tensor matrix(String label, int rows, int columns, boolean transposed) {
            return arena.allocate(label, DType.F32, transposed ? columns : rows, transposed ? rows : columns);
        }

        Plan plan(GemmTiling tiling, int launches) {
            GemmShape shape = oracle.shape();
            backend.use(new GemmTilings(backend.preset(), Map.of(shape.bucket(), tiling)));
            return backend.record(ops -> {
                for (int i = 0; i < launches; i++) {
                    ops.matmul(a, shape.transposeA(), b, shape.transposeB(), out);
                }
            });
        }

        double time(Plan plan) {
            long start = System.nanoTime();
            plan.run();
            backend.synchronize();
            return (System.nanoTime() - start) * 1e-9;
        }

        void check(GemmTiling tiling) {
            backend.ops().fill(out, Float.NaN);
            float[] product = new float[out.size()];
            try (Plan plan = plan(tiling, 1)) {
                plan.run();
                backend.read(out, product);
            }
            String fault = oracle.fault(product);
            if (!fault.isEmpty()) {
                throw new WrongProductException(fault);
            }
        }

        @Override
        public void close() {
            arena.close();
        }
    }
}
