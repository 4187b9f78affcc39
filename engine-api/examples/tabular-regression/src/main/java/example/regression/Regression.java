package example.regression;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.BackendOptions;
import dev.atelier.engine.backend.Backends;
import dev.atelier.engine.data.Dataset;
import dev.atelier.engine.data.DeviceDataset;
import dev.atelier.engine.network.LayerSpec;
import dev.atelier.engine.network.Loss;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.engine.network.NetworkWeights;
import dev.atelier.engine.network.ParameterSet;
import dev.atelier.engine.training.LearningRateSchedule;
import dev.atelier.engine.training.Predictor;
import dev.atelier.engine.training.Trainer;
import dev.atelier.engine.training.TrainingListener;
import dev.atelier.engine.training.TrainingSettings;
import java.util.ArrayList;
import java.util.List;

/** A network that was trained to predict the last column of a table from the others. */
final class Regression {
    private final NetworkWeights weights;
    private final Scaling scaling;

    private Regression(NetworkWeights weights, Scaling scaling) {
        this.weights = weights;
        this.scaling = scaling;
    }

    /**
     * Trains a network.
     *
     * @param hidden the widths of the hidden layers; with none the network is linear
     */
    static Regression train(Table table, List<Integer> hidden) {
        List<LayerSpec> layers = new ArrayList<>();
        hidden.forEach(width -> layers.add(new LayerSpec(width, Activation.TANH.function())));
        layers.add(new LayerSpec(1, Activation.IDENTITY.function()));
        NetworkSpec network = new NetworkSpec(table.features(), layers);
        TrainingSettings settings = TrainingSettings.builder()
                .loss(Loss.MEAN_SQUARED_ERROR)
                .epochs(300)
                .batchSize(32)
                .schedule(LearningRateSchedule.linear(0.02))
                .build();
        Scaling scaling = Scaling.of(table);
        try (Backend backend = Backends.open("cpu", BackendOptions.defaults());
                Trainer trainer = new Trainer(backend, network, settings, scaling.apply(table), null, null)) {
            trainer.run(TrainingListener.silent());
            return new Regression(trainer.weights(), scaling);
        }
    }

    /** Returns the predicted last column, in its unit. */
    double[] predict(Table table) {
        Dataset data = scaling.apply(table);
        try (Backend backend = Backends.open("cpu", BackendOptions.defaults());
                Arena arena = backend.arena("prediction")) {
            ParameterSet parameters = ParameterSet.allocate(arena, "parameters", weights.spec());
            parameters.write(weights);
            DeviceDataset rows = DeviceDataset.upload(arena, "rows", data);
            try (Predictor predictor = new Predictor(backend, weights.spec(), parameters, rows)) {
                float[] outputs = predictor.run();
                double[] predictions = new double[outputs.length];
                for (int i = 0; i < outputs.length; i++) {
                    predictions[i] = scaling.unscaled(outputs[i]);
                }
                return predictions;
            }
        }
    }

    /** Returns the root of the mean squared error of the predictions, in the last column's unit. */
    double error(Table table) {
        double[] predictions = predict(table);
        double[] targets = table.targets();
        double sum = 0;
        for (int i = 0; i < targets.length; i++) {
            sum += Math.pow(predictions[i] - targets[i], 2);
        }
        return Math.sqrt(sum / targets.length);
    }
}
