package dev.atelier.runner.serve;

import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.data.Dataset;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.engine.network.NetworkWeights;
import dev.atelier.engine.training.TrainingSettings;
import dev.atelier.runner.data.ImageSet;
import dev.atelier.runner.model.ModelFile;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A run that is ready to start.
 *
 * @param backend opens the device, on the thread that trains
 * @param spec the network
 * @param settings how it is trained
 * @param training the samples to train on
 * @param test the samples that each epoch is evaluated on
 * @param testImages the same as pixels
 * @param model adds to weights what else is needed to use them
 */
public record RunPlan(
        Supplier<Backend> backend,
        NetworkSpec spec,
        TrainingSettings settings,
        Dataset training,
        Dataset test,
        ImageSet testImages,
        Function<NetworkWeights, ModelFile.Model> model) {}
