package dev.atelier.engine.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.atelier.engine.augmentation.Augmentation;
import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.UpdateRule;
import dev.atelier.engine.network.Initialization;
import dev.atelier.engine.network.Loss;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.engine.network.NetworkWeights;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingSettingsTest {
    @Test
    void whatIsSetIsKept() {
        UpdateRule rule = new UpdateRule.Sgd(0.5f);
        LearningRateSchedule schedule = LearningRateSchedule.constant(3);
        StoppingRules stopping = new StoppingRules(1, 2, 3, 0.5, 5);
        Augmentation augmentation = new Augmentation(2, 2, 0, 0, 0, 0, 0, 0);
        NetworkWeights start = NetworkWeights.initial(
                NetworkSpec.classifier(2, List.of(), Activation.RELU.function(), 2), Initialization.HE, 1);
        TrainingSettings settings = TrainingSettings.builder()
                .epochs(1)
                .batchSize(1)
                .loss(Loss.CROSS_ENTROPY)
                .rule(rule)
                .schedule(schedule)
                .initialization(Initialization.LECUN)
                .augmentation(augmentation)
                .seed(9)
                .stopping(stopping)
                .start(start)
                .dropout(0.25)
                .labelSmoothing(0.125)
                .clipNorm(7)
                .averageDecay(0.75)
                .build();
        assertThat(settings.epochs()).isEqualTo(1);
        assertThat(settings.batchSize()).isEqualTo(1);
        assertThat(settings.loss()).isEqualTo(Loss.CROSS_ENTROPY);
        assertThat(settings.rule()).isSameAs(rule);
        assertThat(settings.schedule()).isSameAs(schedule);
        assertThat(settings.initialization()).isEqualTo(Initialization.LECUN);
        assertThat(settings.augmentation()).isSameAs(augmentation);
        assertThat(settings.seed()).isEqualTo(9);
        assertThat(settings.stopping()).isSameAs(stopping);
        assertThat(settings.start()).isSameAs(start);
        assertThat(settings.dropout()).isEqualTo(0.25);
        assertThat(settings.labelSmoothing()).isEqualTo(0.125);
        assertThat(settings.clipNorm()).isEqualTo(7);
        assertThat(settings.averageDecay()).isEqualTo(0.75);
    }

    @Test
    void whatIsOutOfRangeIsNamed() {
        refused(TrainingSettings.builder().epochs(0), "epochs and batch size must be at least 1, but are 0 and");
        refused(TrainingSettings.builder().batchSize(0), "epochs and batch size must be at least 1, but are");
        refused(TrainingSettings.builder().dropout(-0.1), "dropout must be from 0 to below 1, but is -0.1");
        refused(TrainingSettings.builder().dropout(1), "dropout must be from 0 to below 1, but is 1.0");
        refused(TrainingSettings.builder().labelSmoothing(1), "label smoothing must be from 0 to below 1");
        refused(TrainingSettings.builder().averageDecay(1), "the decay of the average must be from 0 to below 1");
        refused(TrainingSettings.builder().averageDecay(1 - 1e-12), "the decay of the average");
        refused(TrainingSettings.builder().clipNorm(-1), "the norm to clip to must be 0 or more, but is -1.0");
        refused(TrainingSettings.builder().clipNorm(1e39), "the norm to clip to must be 0 or more, but is 1.0E39");
        refused(
                TrainingSettings.builder().labelSmoothing(0.1).loss(Loss.MEAN_SQUARED_ERROR),
                "label smoothing goes with the cross-entropy, not with mse");
        assertThat(TrainingSettings.builder()
                        .loss(Loss.MEAN_SQUARED_ERROR)
                        .clipNorm(Float.MAX_VALUE)
                        .build()
                        .clipNorm())
                .isEqualTo(Float.MAX_VALUE);
    }

    private static void refused(TrainingSettings.Builder builder, String message) {
        assertThatIllegalArgumentException().isThrownBy(builder::build).withMessageContaining(message);
    }

    @Test
    void stoppingRulesSayWhatIsMeasured() {
        assertThat(StoppingRules.none().countsErrors()).isFalse();
        assertThat(StoppingRules.none().measuresSteps()).isFalse();
        assertThat(new StoppingRules(1, 0, 0, 0, 0).countsErrors()).isTrue();
        assertThat(new StoppingRules(0, 0, 0, 1, 0).countsErrors()).isTrue();
        assertThat(new StoppingRules(0, 0.1, 0, 0, 0).measuresSteps()).isTrue();
        assertThat(new StoppingRules(0, 0, 0.1, 0, 0).measuresSteps()).isTrue();
        assertThat(new StoppingRules(0, 0, 0, 0, 9).measuresSteps()).isFalse();
        for (double[] wrong : new double[][] {
            {-1, 0, 0, 0, 0}, {0, -1, 0, 0, 0}, {0, 0, -1, 0, 0}, {0, 0, 0, -1, 0}, {0, 0, 0, 1.5, 0}, {0, 0, 0, 0, -1}
        }) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new StoppingRules((int) wrong[0], wrong[1], wrong[2], wrong[3], wrong[4]));
        }
    }
}
