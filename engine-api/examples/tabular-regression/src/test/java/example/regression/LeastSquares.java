package example.regression;

/** Linear regression by its normal equations, in double precision. */
final class LeastSquares {
    private LeastSquares() {}

    /** Returns the factor of each feature and, last, the constant. */
    static double[] solve(Table table) {
        int n = table.features() + 1;
        double[][] system = new double[n][n + 1];
        for (double[] row : table.rows()) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    system[i][j] += term(row, i) * term(row, j);
                }
                system[i][n] += term(row, i) * row[n - 1];
            }
        }
        return eliminate(system);
    }

    static double predict(double[] solution, double[] row) {
        double sum = 0;
        for (int i = 0; i < solution.length; i++) {
            sum += solution[i] * term(row, i);
        }
        return sum;
    }

    static double error(double[] solution, Table table) {
        double sum = 0;
        for (double[] row : table.rows()) {
            sum += Math.pow(predict(solution, row) - row[row.length - 1], 2);
        }
        return Math.sqrt(sum / table.rows().size());
    }

    /** The constant stands where the target is in a row. */
    private static double term(double[] row, int i) {
        return i == row.length - 1 ? 1 : row[i];
    }

    /** Gauss-Jordan elimination; the matrix is positive definite, so that it needs no pivots. */
    private static double[] eliminate(double[][] system) {
        int n = system.length;
        double[] solution = new double[n];
        for (int pivot = 0; pivot < n; pivot++) {
            for (int i = 0; i < n; i++) {
                double factor = i == pivot ? 0 : system[i][pivot] / system[pivot][pivot];
                for (int j = pivot; j <= n; j++) {
                    system[i][j] -= factor * system[pivot][j];
                }
            }
        }
        for (int i = 0; i < n; i++) {
            solution[i] = system[i][n] / system[i][i];
        }
        return solution;
    }
}
