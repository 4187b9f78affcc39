package dev.atelier.peers.djl;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.tracker.Tracker;
import dev.atelier.bench.peers.job.Batches;
import dev.atelier.bench.peers.job.Job;
import dev.atelier.bench.peers.job.JobRun;
import dev.atelier.bench.peers.job.Learner;
import dev.atelier.bench.peers.job.Optimizer;
import dev.atelier.runner.data.ImageData;
import dev.atelier.runner.data.ImageSet;

/** Trains in DJL. The batches are gathered by its engine from one resident array; each step has a manager of its own. */
public final class DjlPeer implements Learner {
    private final int batchSize;
    private final Model model;
    private final Trainer trainer;
    private final NDManager manager;
    private final NDArray images;
    private final NDArray labels;
    private final NDArray testImages;
    private final NDArray testLabels;

    private DjlPeer(Job job, ImageData data) {
        this.batchSize = job.batchSize();
        this.model = Model.newInstance("peer", "PyTorch");
        model.setBlock(new SequentialBlock()
                .add(Linear.builder().setUnits(Job.HIDDEN).build())
                .add(Activation.reluBlock())
                .add(Linear.builder().setUnits(data.classes()).build()));
        this.trainer = model.newTrainer(
                new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss()).optOptimizer(optimizer(job)));
        trainer.initialize(new Shape(job.batchSize(), data.train().features()));
        this.manager = trainer.getManager().newSubManager();
        this.images = images(data.train());
        this.labels = labels(data.train());
        this.testImages = images(data.test());
        this.testLabels = labels(data.test());
    }

    /** The entry point; the arguments are those of {@link Job#parse}. */
    public static void main(String[] arguments) {
        JobRun.run("djl", DjlPeer.class, arguments, DjlPeer::new);
    }

    private static ai.djl.training.optimizer.Optimizer optimizer(Job job) {
        Tracker learningRate = Tracker.fixed((float) job.learningRate());
        if (job.optimizer() == Optimizer.SGD) {
            return ai.djl.training.optimizer.Optimizer.sgd()
                    .setLearningRateTracker(learningRate)
                    .build();
        }
        return ai.djl.training.optimizer.Optimizer.adam()
                .optLearningRateTracker(learningRate)
                .optBeta1(Job.ADAM_BETA_1)
                .optBeta2(Job.ADAM_BETA_2)
                .optEpsilon(Job.ADAM_EPSILON)
                .build();
    }

    private NDArray images(ImageSet set) {
        return manager.create(Batches.scaled(set.pixels()), new Shape(set.count(), set.features()));
    }

    private NDArray labels(ImageSet set) {
        return manager.create(set.labels()).toType(DataType.INT64, false);
    }

    @Override
    public double trainEpoch(int[] order) {
        return Batches.forEach(order, batchSize, this::step);
    }

    private double step(int[] samples) {
        try (NDManager scope = manager.newSubManager()) {
            NDIndex rows = new NDIndex("{}", scope.create(samples).toType(DataType.INT64, false));
            NDArray batch = images.get(scope, rows);
            NDArray expected = labels.get(scope, rows);
            NDArray loss;
            try (GradientCollector collector = trainer.newGradientCollector()) {
                NDList scores = trainer.forward(new NDList(batch));
                scores.attach(scope);
                loss = trainer.getLoss().evaluate(new NDList(expected), scores);
                collector.backward(loss);
            }
            trainer.step();
            return loss.getFloat();
        }
    }

    @Override
    public double testAccuracy() {
        try (NDManager scope = manager.newSubManager()) {
            NDList scores = trainer.evaluate(new NDList(testImages));
            scores.attach(scope);
            NDArray right = scores.singletonOrThrow().argMax(1).eq(testLabels).toType(DataType.INT64, false);
            return (double) right.sum().getLong() / testLabels.size();
        }
    }

    @Override
    public void close() {
        trainer.close();
        model.close();
    }
}
