package dev.atelier.runner.lab;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/** A polynomial of several variables with the least squared error; of degree 1 it is the linear model. */
final class LeastSquares {
    private final int variables;
    private final int degree;
    private final double[] coefficients;

    private LeastSquares(int variables, int degree, double[] coefficients) {
        this.variables = variables;
        this.degree = degree;
        this.coefficients = coefficients;
    }

    /**
     * Fits a polynomial, by QR decomposition.
     *
     * @param rows {@code [targets.length][variables]}, best of about the size 1
     * @param degree the most that the exponents of a term add up to, at least 1
     * @throws IllegalArgumentException if there are fewer rows than terms, or a term follows from the others
     */
    static LeastSquares fit(float[] rows, int variables, float[] targets, int degree) {
        int terms = terms(new double[variables], degree).length;
        DMatrixRMaj left = new DMatrixRMaj(targets.length, terms);
        DMatrixRMaj right = new DMatrixRMaj(targets.length, 1);
        for (int i = 0; i < targets.length; i++) {
            System.arraycopy(terms(row(rows, variables, i), degree), 0, left.data, i * terms, terms);
            right.data[i] = targets[i];
        }
        LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.leastSquares(targets.length, terms);
        if (targets.length < terms || !solver.setA(left) || solver.quality() == 0) {
            throw new IllegalArgumentException(targets.length + " rows do not settle " + terms + " coefficients");
        }
        DMatrixRMaj solution = new DMatrixRMaj(terms, 1);
        solver.solve(right, solution);
        return new LeastSquares(variables, degree, solution.data);
    }

    /** Returns the polynomial's value for each row of {@code [samples][variables]}. */
    float[] predict(float[] rows) {
        float[] values = new float[rows.length / variables];
        for (int i = 0; i < values.length; i++) {
            double[] terms = terms(row(rows, variables, i), degree);
            double value = 0;
            for (int k = 0; k < terms.length; k++) {
                value += coefficients[k] * terms[k];
            }
            values[i] = (float) value;
        }
        return values;
    }

    private static double[] row(float[] rows, int variables, int i) {
        double[] row = new double[variables];
        for (int j = 0; j < variables; j++) {
            row[j] = rows[i * variables + j];
        }
        return row;
    }

    /** Returns the products of variables with up to {@code degree} factors, the empty product 1 first. */
    private static double[] terms(double[] x, int degree) {
        // The terms in the first variables, by degree; each variable adds its products with the terms of one degree
        // less.
        double[][] byDegree = new double[degree + 1][0];
        byDegree[0] = new double[] {1};
        for (double variable : x) {
            for (int d = 1; d <= degree; d++) {
                double[] without = byDegree[d];
                double[] times = byDegree[d - 1];
                byDegree[d] = Arrays.copyOf(without, without.length + times.length);
                for (int k = 0; k < times.length; k++) {
                    byDegree[d][without.length + k] = variable * times[k];
                }
            }
        }
        return Arrays.stream(byDegree).flatMapToDouble(Arrays::stream).toArray();
    }
}
