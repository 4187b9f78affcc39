package dev.atelier.bench.peers;

import dev.atelier.bench.peers.job.Job;
import dev.atelier.bench.peers.job.JobRun;
import dev.atelier.bench.peers.job.Learner;
import dev.atelier.bench.peers.job.Optimizer;
import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.BackendOptions;
import dev.atelier.engine.backend.Backends;
import dev.atelier.engine.backend.UpdateRule;
import dev.atelier.engine.data.Dataset;
import dev.atelier.engine.data.DeviceDataset;
import dev.atelier.engine.network.Loss;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.engine.network.NetworkWeights;
import dev.atelier.engine.network.ParameterSet;
import dev.atelier.engine.training.Evaluator;
import dev.atelier.engine.training.LearningRateSchedule;
import dev.atelier.engine.training.TrainingSettings;
import dev.atelier.engine.training.TrainingSteps;
import dev.atelier.runner.data.ImageData;
import dev.atelier.runner.data.ImageSet;
import java.util.Arrays;
import java.util.List;

/** This project's part: the steps of its training loop on its CPU backend. */
public final class AtelierPeer implements Learner {
    private static final long SEED = 1;
    private static final float PIXEL_SCALE = 1f / 255;

    private final Backend backend;
    private final Arena model;
    private final TrainingSteps steps;
    private final Evaluator evaluator;
    private final float[] rates;
    private final float[] losses;

    private AtelierPeer(Job job, ImageData data) {
        this.backend = Backends.open("cpu", BackendOptions.defaults().withThreads(job.threads()));
        System.err.println(backend.description());
        this.model = backend.arena("model");
        NetworkSpec spec = NetworkSpec.classifier(
                data.train().features(), List.of(Job.HIDDEN), Activation.RELU.function(), data.classes());
        ParameterSet parameters = ParameterSet.allocate(model, "parameters", spec);
        parameters.write(NetworkWeights.initial(spec, null, SEED));
        TrainingSettings settings = TrainingSettings.builder()
                .epochs(job.epochs())
                .batchSize(job.batchSize())
                .rule(rule(job.optimizer()))
                .schedule(LearningRateSchedule.constant(job.learningRate()))
                .seed(SEED)
                .build();
        this.steps =
                new TrainingSteps(model, spec, parameters, upload("training", data.train(), data.classes()), settings);
        this.evaluator = new Evaluator(
                backend, spec, parameters, Loss.CROSS_ENTROPY, upload("test", data.test(), data.classes()));
        this.rates = new float[steps.stepsPerEpoch()];
        Arrays.fill(rates, (float) job.learningRate());
        this.losses = new float[steps.stepsPerEpoch()];
    }

    /** The entry point; the arguments are those of {@link Job#parse}. */
    public static void main(String[] arguments) {
        JobRun.run(Peer.ATELIER.label(), AtelierPeer.class, arguments, AtelierPeer::new);
    }

    /** Returns the engine's rule. */
    private static UpdateRule rule(Optimizer optimizer) {
        return switch (optimizer) {
            case SGD -> new UpdateRule.Sgd(0);
            case ADAM -> new UpdateRule.Adam(Job.ADAM_BETA_1, Job.ADAM_BETA_2, Job.ADAM_EPSILON, 0);
        };
    }

    private DeviceDataset upload(String label, ImageSet set, int classes) {
        return DeviceDataset.upload(
                model, label, Dataset.ofBytes(set.pixels(), set.features(), PIXEL_SCALE, set.labels(), classes));
    }

    @Override
    public double trainEpoch(int[] order) {
        steps.startEpoch(order, rates);
        for (int step = 0; step < losses.length; step++) {
            steps.run(step);
        }
        steps.readLosses(losses);
        double sum = 0;
        for (int step = 0; step < losses.length; step++) {
            sum += (double) losses[step] * steps.samplesOf(step);
        }
        return sum / order.length;
    }

    @Override
    public double testAccuracy() {
        return evaluator.run().accuracy();
    }

    @Override
    public void close() {
        evaluator.close();
        steps.close();
        model.close();
        backend.close();
    }
}
