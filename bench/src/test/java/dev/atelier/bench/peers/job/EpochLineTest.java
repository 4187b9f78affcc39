package dev.atelier.bench.peers.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EpochLineTest {
    @Test
    void whatIsWrittenIsRead() {
        EpochLine line = new EpochLine("djl", "0.36.0 \"x\"", 128, "adam", 2, 1.5, 40_000, 0.25, 0.97);
        assertThat(EpochLine.parse(line.toJson())).contains(line);
        assertThat(line.toJson())
                .isEqualTo("{\"peer\":\"djl\",\"version\":\"0.36.0 \\\"x\\\"\",\"batch\":128,\"optimizer\":\"adam\","
                        + "\"epoch\":2,\"seconds\":1.5,\"samples_per_second\":40000.0,\"train_loss\":0.25,"
                        + "\"test_accuracy\":0.97}");
    }

    @Test
    void whatWasNotLearnedIsNull() {
        EpochLine line = new EpochLine("openblas", "1", 1, "sgd", 1, 1, 1, Double.NaN, Double.NaN);
        assertThat(line.toJson()).endsWith("\"train_loss\":null,\"test_accuracy\":null}");
        assertThat(EpochLine.parse(line.toJson())).contains(line);
    }

    @Test
    void whatLibrariesPrintBesidesIsPassedOver() {
        for (String text : new String[] {
            "", "INFO loading", "{", "{}", "{\"peer\":\"x\"}", "[1]", "{\"peer\":{}}", "{\"peer\":\"x\""
        }) {
            assertThat(EpochLine.parse(text)).as(text).isEmpty();
        }
    }
}
