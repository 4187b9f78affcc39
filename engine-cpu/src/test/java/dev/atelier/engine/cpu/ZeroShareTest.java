package dev.atelier.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.BackendOptions;
import dev.atelier.engine.backend.DType;
import java.util.Map;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/** The measured share of pixels that are read, on data whose share is known. */
class ZeroShareTest {
    private static final int COLUMNS = 5;

    /** Measures data whose row {@code i} is zero but for column {@code i % 5}, and that too where {@code blank} says so. */
    private static double share(int rows, int groupRows, IntPredicate blank) {
        try (Backend backend = new CpuBackendProvider().open(new BackendOptions("", 1, Map.of()))) {
            Arena arena = backend.arena("data");
            CpuTensor data = (CpuTensor) arena.allocate("pixels", DType.U8, rows, COLUMNS);
            byte[] pixels = new byte[rows * COLUMNS];
            for (int row = 0; row < rows; row++) {
                pixels[row * COLUMNS + row % COLUMNS] = (byte) (blank.test(row) ? 0 : 200);
            }
            backend.write(data, pixels);
            return ZeroShare.measure(data, groupRows).read();
        }
    }

    @Test
    void onePixelOfEachRowIsAFifth() {
        assertThat(share(1, 1, row -> false)).isEqualTo(0.2);
        assertThat(share(16, 1, row -> false)).isEqualTo(0.2);
        assertThat(share(1000, 1, row -> false)).isEqualTo(0.2);
    }

    @Test
    void rowsOfAGroupAreReadTogether() {
        assertThat(share(40, 2, row -> false)).isEqualTo(0.4);
        assertThat(share(40, 5, row -> false)).isEqualTo(1);
    }

    /** Two groups, of which the last has one row. */
    @Test
    void theLastGroupMayBeShort() {
        assertThat(share(4, 3, row -> row < 2)).isEqualTo(0.3);
    }

    /** Sixteen samples, spread evenly: of 160 rows every tenth. */
    @Test
    void samplesAreSpreadOverTheData() {
        assertThat(share(160, 1, row -> row % 10 != 0)).isEqualTo(0.2);
        assertThat(share(160, 1, row -> row % 10 == 0)).isZero();
        assertThat(share(160, 1, row -> row >= 80)).isEqualTo(0.1);
    }
}
