package example;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.BackendOptions;
import dev.atelier.engine.backend.Backends;
import dev.atelier.engine.data.Dataset;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.engine.training.Evaluation;
import dev.atelier.engine.training.LearningRateSchedule;
import dev.atelier.engine.training.Trainer;
import dev.atelier.engine.training.TrainingListener;
import dev.atelier.engine.training.TrainingSettings;
import java.util.List;

/** Learns the exclusive or of two bits, which no network without a hidden layer can. */
public final class Xor {
    private Xor() {}

    public static void main(String[] args) {
        System.out.println(train());
    }

    /** Trains on the four combinations and says how many of them are classified rightly. */
    static Evaluation train() {
        Dataset bits = Dataset.ofFloats(new float[] {0, 0, 0, 1, 1, 0, 1, 1}, 2, new int[] {0, 1, 1, 0}, 2);
        NetworkSpec network = NetworkSpec.classifier(2, List.of(8), Activation.TANH.function(), 2);
        TrainingSettings settings = TrainingSettings.builder()
                .epochs(500)
                .batchSize(4)
                .schedule(LearningRateSchedule.constant(0.1))
                .build();
        try (Backend backend = Backends.open("cpu", BackendOptions.defaults());
                Trainer trainer = new Trainer(backend, network, settings, bits, null, bits)) {
            return trainer.run(TrainingListener.silent()).test();
        }
    }
}
