package dev.atelier.runner.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MarkovExperimentTest {
    @Test
    void aChainKnowsWhatFollowsAndHowOften() {
        Map<List<String>, List<String>> chain = MarkovExperiment.chain(List.of("a", "b", "a", "c", "a", "b"), 1);
        assertThat(chain.get(List.of("a"))).containsExactly("b", "c", "b");
        // After the last word comes the first again.
        assertThat(chain.get(List.of("b"))).containsExactly("a", "a");
        assertThat(MarkovExperiment.chain(List.of("a", "b", "a", "c"), 2).get(List.of("b", "a")))
                .containsExactly("c");
    }

    @Test
    void theTextIsLongEnoughToLearnFrom() {
        assertThat(MarkovExperiment.words()).hasSizeGreaterThan(500).contains("gradient");
    }
}
