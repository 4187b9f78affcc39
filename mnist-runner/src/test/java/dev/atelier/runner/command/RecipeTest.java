package dev.atelier.runner.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A recipe sets defaults, and what is given wins. */
class RecipeTest {
    @Test
    void aRecipeIsFoundInBothSpellings() {
        assertThat(Recipe.in(List.of("train", "--recipe", "fast"))).isEqualTo(Recipe.FAST);
        assertThat(Recipe.in(List.of("train", "--recipe=Accurate"))).isEqualTo(Recipe.ACCURATE);
        assertThat(Recipe.in(List.of("train", "--recipe", "slow"))).isNull();
        assertThat(Recipe.in(List.of("train", "fast", "--recipe"))).isNull();
    }

    @Test
    void aFlagThatIsGivenWins() {
        assertThat(Recipe.FAST.settings(List.of("--epochs=7")))
                .doesNotContainKey("--epochs")
                .containsEntry("--batch-size", "128");
        assertThat(Recipe.FAST.settings(List.of("--rotate", "3")))
                .doesNotContainKey("--rotate")
                .containsEntry("--augment", "elastic");
    }

    /** A rotation goes with an augmentation, a learning rate with an optimiser: they fall with what they go with. */
    @Test
    void whatGoesWithAReplacedFlagFallsWithIt() {
        assertThat(Recipe.ACCURATE.settings(List.of("--augment", "none", "--optimizer=adam")))
                .doesNotContainKeys("--augment", "--rotate", "--elastic-alpha", "--optimizer", "--momentum", "--lr")
                .containsKeys("--epochs", "--schedule", "--warmup");
    }

    /** What the accurate recipe promises to be: one network of exactly this shape. */
    @Test
    void theAccurateRecipeIsOneHiddenLayerOfAThousand() {
        assertThat(Recipe.ACCURATE.settings(List.of())).containsEntry("--hidden", "1000");
    }
}
