package dev.atelier.bench.products;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProductShapeTest {
    @Test
    void textIsReadBack() {
        ProductShape shape = new ProductShape(300, 500, 700, false, true);
        assertThat(ProductShape.parse("300x500x700:nt")).isEqualTo(shape);
        assertThat(shape).hasToString("300x500x700:nt");
        assertThat(ProductShape.parse("3X5x7")).isEqualTo(new ProductShape(3, 5, 7, false, false));
        assertThat(shape.operations()).isEqualTo(2.1e8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3x5", "3x5x7:", "3x5x7:xn", "3x5x7x9", "axbxc", "-1x5x7", "3x5x7:nnn"})
    void whatIsNoProductIsNamed(String text) {
        assertThatThrownBy(() -> ProductShape.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'" + text + "' is not a product");
    }

    @Test
    void sizesAreBounded() {
        assertThatThrownBy(() -> ProductShape.parse("0x5x7")).hasMessageContaining("at least 1");
        assertThatThrownBy(() -> ProductShape.parse("999999999x999999999x1"))
                .hasMessageContaining("more than 67108864");
    }
}
