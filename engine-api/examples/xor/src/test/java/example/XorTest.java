package example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class XorTest {
    @Test
    void allFourCombinationsAreLearned() {
        assertEquals(4, Xor.train().correct());
    }
}
