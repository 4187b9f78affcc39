package dev.atelier.bench.products;

/** Computes every element but the last. */
final class WrongMultiplier implements Multiplier {
    private ProductShape shape = new ProductShape(1, 1, 1, false, false);
    private float[] a = {};
    private float[] b = {};

    public static void main(String[] arguments) {
        System.err.println("Core: test");
        ProductWorker.serve(new WrongMultiplier());
    }

    @Override
    public String description() {
        return "wrong";
    }

    @Override
    public int threads() {
        return 1;
    }

    @Override
    public double peakOperationsPerSecond() {
        return Double.NaN;
    }

    @Override
    public void prepare(ProductShape next, float[] left, float[] right) {
        shape = next;
        a = left;
        b = right;
    }

    @Override
    public void run(int times) {}

    @Override
    public float[] result() {
        float[] result = new float[shape.m() * shape.n()];
        for (int i = 0; i < result.length - 1; i++) {
            for (int p = 0; p < shape.k(); p++) {
                int row = i / shape.n();
                int column = i % shape.n();
                result[i] += a[shape.transposeA() ? p * shape.m() + row : row * shape.k() + p]
                        * b[shape.transposeB() ? column * shape.k() + p : p * shape.n() + column];
            }
        }
        return result;
    }

    @Override
    public void close() {}
}
