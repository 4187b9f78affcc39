package dev.atelier.runner.command;

import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.data.Dataset;
import dev.atelier.engine.data.DeviceDataset;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.engine.network.ParameterSet;
import dev.atelier.engine.training.Evaluation;
import dev.atelier.engine.training.Evaluator;
import dev.atelier.engine.training.Predictor;
import dev.atelier.runner.model.ModelFile;
import dev.atelier.runner.table.Column;
import dev.atelier.runner.table.RegressionErrors;
import org.jspecify.annotations.Nullable;

/** A saved network that lies on a device. */
final class ModelRun implements AutoCloseable {
    private final Backend backend;
    private final ModelFile.Model model;
    private final Arena arena;
    private final ParameterSet parameters;

    /** Copies the network to the device. */
    ModelRun(Backend backend, ModelFile.Model model) {
        this.backend = backend;
        this.model = model;
        this.arena = backend.arena("model");
        this.parameters = ParameterSet.allocate(arena, "parameters", spec());
        parameters.write(model.weights());
    }

    private NetworkSpec spec() {
        return model.weights().spec();
    }

    /** Measures loss and accuracy. */
    Evaluation evaluate(Dataset dataset) {
        try (Arena data = backend.arena("data");
                Evaluator evaluator = new Evaluator(
                        backend, spec(), parameters, model.loss(), DeviceDataset.upload(data, "data", dataset))) {
            return evaluator.run();
        }
    }

    /** Returns the network's outputs, {@code [samples][outputs]}. */
    float[] outputs(Dataset dataset) {
        try (Arena data = backend.arena("data");
                Predictor predictor =
                        new Predictor(backend, spec(), parameters, DeviceDataset.upload(data, "data", dataset))) {
            return predictor.run();
        }
    }

    /** Returns how far the network is from numbers in their own unit, or null if it predicts classes. */
    @Nullable
    RegressionErrors errors(Dataset dataset) {
        float[] targets = dataset.targets();
        if (targets == null || model.table() == null || !(model.table().target() instanceof Column.Numeric column)) {
            return null;
        }
        return RegressionErrors.of(outputs(dataset), targets, column);
    }

    @Override
    public void close() {
        arena.close();
    }
}
