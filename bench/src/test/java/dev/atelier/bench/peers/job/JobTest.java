package dev.atelier.bench.peers.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JobTest {
    @Test
    void argumentsDescribeTheJob() {
        Job job = new Job("some folder", 64, Optimizer.ADAM, 3, 2);
        assertThat(Job.parse(job.arguments().toArray(String[]::new))).isEqualTo(job);
    }

    @Test
    void wrongArgumentsAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Job.parse("mnist", "128"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Job.parse("mnist", "128", "lion", "1", "1"))
                .withMessage("unknown optimizer 'lion'; known are sgd, adam");
        assertThatIllegalArgumentException().isThrownBy(() -> Job.parse("mnist", "0", "sgd", "1", "1"));
    }

    @Test
    void anEpochTakesEverySampleOnceAndWeighsBatchesBySize() {
        int[] order = IntStream.range(0, 10).toArray();
        List<Integer> seen = new ArrayList<>();
        double loss = Batches.forEach(order, 4, samples -> {
            IntStream.of(samples).forEach(seen::add);
            return samples.length;
        });
        assertThat(seen).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
        assertThat(loss).isEqualTo((4 * 4 + 4 * 4 + 2 * 2) / 10.0);
    }

    @Test
    void pixelsAreUnsigned() {
        assertThat(Batches.scaled(new byte[] {0, (byte) 255, 51})).containsExactly(0, 1, 0.2f);
    }
}
