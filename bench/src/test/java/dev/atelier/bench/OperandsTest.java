package dev.atelier.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperandsTest {
    @ParameterizedTest
    @ValueSource(strings = {"1x1x1:nn", "7x9x5:nn", "7x9x5:nt", "7x9x5:tn", "7x9x5:tt"})
    void theProductOfTheOperandsAsTheyAreStoredPassesAndAnyOtherDoesNot(String text) {
        ProductShape shape = ProductShape.parse(text);
        Operands operands = new Operands(shape);
        float[][] left = matrix(operands.left(), operands.leftRows(), operands.leftColumns(), shape.transposeA());
        float[][] right = matrix(operands.right(), operands.rightRows(), operands.rightColumns(), shape.transposeB());
        float[][] product = new float[shape.m()][shape.n()];
        for (int i = 0; i < shape.m(); i++) {
            for (int p = 0; p < shape.k(); p++) {
                for (int j = 0; j < shape.n(); j++) {
                    product[i][j] += left[i][p] * right[p][j];
                }
            }
        }
        Operands.Result result = (row, column) -> product[row][column];
        assertThatCode(() -> operands.verify(result, "test")).doesNotThrowAnyException();
        for (int i = 0; i < shape.m(); i++) {
            for (int j = 0; j < shape.n(); j++) {
                float correct = product[i][j];
                product[i][j] = correct + 1e-4f;
                assertThatThrownBy(() -> operands.verify(result, "test"))
                        .as("element [%d][%d] is off", i, j)
                        .isInstanceOf(WrongResultException.class)
                        .hasMessageContaining(text)
                        .hasMessageContaining("[" + i + "][" + j + "]");
                product[i][j] = Float.NaN;
                assertThatThrownBy(() -> operands.verify(result, "test")).isInstanceOf(WrongResultException.class);
                product[i][j] = correct;
            }
        }
        assertThat(new Operands(shape).left()).isEqualTo(operands.left());
    }

    private static float[][] matrix(float[] values, int rows, int columns, boolean transpose) {
        float[][] matrix = new float[transpose ? columns : rows][transpose ? rows : columns];
        for (int i = 0; i < values.length; i++) {
            matrix[transpose ? i % columns : i / columns][transpose ? i / columns : i % columns] = values[i];
        }
        return matrix;
    }
}
