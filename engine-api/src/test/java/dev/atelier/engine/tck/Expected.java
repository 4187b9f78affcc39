package dev.atelier.engine.tck;

/** What an oracle computed: elements in double precision, row by row, and how far each may be off. */
final class Expected {
    private final double[] values;
    private final double[] tolerances;

    private Expected(double[] values) {
        this.values = values;
        this.tolerances = new double[values.length];
    }

    /** Makes room for {@code size} elements: zeros that must be met exactly. */
    static Expected ofSize(int size) {
        return new Expected(new double[size]);
    }

    /** Returns values that must be met exactly. */
    static Expected exactly(float[] values) {
        Expected expected = ofSize(values.length);
        for (int i = 0; i < values.length; i++) {
            expected.values[i] = values[i];
        }
        return expected;
    }

    /** Returns how many elements there are. */
    int size() {
        return values.length;
    }

    /** Returns one element. */
    double value(int index) {
        return values[index];
    }

    /** Returns how far an element may be off. */
    double tolerance(int index) {
        return tolerances[index];
    }

    /** Sets one element. */
    void set(int index, double value, double tolerance) {
        values[index] = value;
        tolerances[index] = tolerance;
    }

    /** Returns the values rounded to float. */
    float[] toFloats() {
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
        }
        return floats;
    }
}
