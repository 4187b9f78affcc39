package dev.atelier.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProductShapeTest {
    @Test
    void isReadAsItIsWritten() {
        for (String text : new String[] {"300x500x700:nn", "1x2x3:nt", "3x2x1:tn", "784x1000x32:tt"}) {
            assertThat(ProductShape.parse(text)).hasToString(text);
        }
        assertThat(ProductShape.parse(" 3X4x5 ")).isEqualTo(new ProductShape(3, 4, 5, false, false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "3x4", "3x4x5:", "3x4x5:n", "3x4x5:xn", "-3x4x5", "0x4x5", "100000x100000x1", "3x4x5x6"})
    void refusesWhatIsNoneOrTooLarge(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ProductShape.parse(text));
    }

    @Test
    void theProductsOfAStepHaveTheShapesOfTheNetwork() {
        assertThat(Product.FORWARD_1.at(32)).hasToString("32x1000x784:nn");
        assertThat(Product.GRADIENT_1.at(32)).hasToString("784x1000x32:tn");
        assertThat(Product.FORWARD_2.at(32)).hasToString("32x10x1000:nn");
        assertThat(Product.GRADIENT_2.at(32)).hasToString("1000x10x32:tn");
        assertThat(Product.INPUT_GRADIENT_2.at(32)).hasToString("32x1000x10:nt");
        assertThat(Product.SQUARE.at(32)).isEqualTo(ProductShape.square(32));
        assertThat(Product.FORWARD_1.at(128).operations()).isEqualTo(2.0 * 128 * 784 * 1000);
    }
}
