package dev.atelier.runner.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class ElementTypeTest {
    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The value that the standard gives to each of the 65,536 halves, in double precision. */
    private static double half(int bits) {
        double sign = (bits & 0x8000) == 0 ? 1 : -1;
        int exponent = (bits & 0x7fff) / 1024;
        double fraction = bits % 1024 / 1024.0;
        if (exponent == 31) {
            return fraction == 0 ? sign / 0.0 : Double.NaN;
        }
        return sign * (exponent == 0 ? fraction * Math.pow(2, -14) : (1 + fraction) * Math.pow(2, exponent - 15));
    }

    @Test
    void everyHalfHasTheValueOfTheStandard() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float found = ElementType.F16.read(little(2).putShort((short) bits).flip());
            assertThat(Float.compare(found, (float) half(bits)))
                    .as("%04x: %s", bits, found)
                    .isZero();
        }
    }

    @Test
    void bfloatIsTheUpperHalfOfAFloat() {
        for (float value : new float[] {0, -0f, 1, -1.5f, 3.0f, 0x1p-130f, Float.POSITIVE_INFINITY}) {
            short upper = (short) (Float.floatToIntBits(value) >>> 16);
            assertThat(ElementType.BF16.read(little(2).putShort(upper).flip())).isEqualTo(value);
        }
    }

    @Test
    void doubleIsRounded() {
        assertThat(ElementType.F64.read(little(8).putDouble(0.1).flip())).isEqualTo(0.1f);
    }
}
