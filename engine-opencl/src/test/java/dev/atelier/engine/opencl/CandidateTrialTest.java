package dev.atelier.engine.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What products are computed with passes the check that tuning begins with. */
class CandidateTrialTest {
    @ParameterizedTest
    @CsvSource({"nn, 64, 10, 300", "tn, 300, 10, 64", "nt, 64, 300, 10", "nn, 64, 300, 10"})
    void presetsAreVerifiedAndTimed(String layout, int m, int n, int k) {
        GemmShape shape = new GemmShape(layout.charAt(0) == 't', layout.charAt(1) == 't', m, n, k);
        try (OpenClBackend backend = TestDevices.open("cpu", 0)) {
            double[] seconds =
                    new CandidateTrial(backend).seconds(shape, List.of(GemmTilings.preset(backend.preset(), shape)), 1);
            assertThat(seconds).hasSize(1);
            assertThat(seconds[0]).isPositive();
        }
    }
}
