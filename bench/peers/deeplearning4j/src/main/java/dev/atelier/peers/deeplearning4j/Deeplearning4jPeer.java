package dev.atelier.peers.deeplearning4j;

import dev.atelier.bench.peers.job.Batches;
import dev.atelier.bench.peers.job.Job;
import dev.atelier.bench.peers.job.JobRun;
import dev.atelier.bench.peers.job.Learner;
import dev.atelier.bench.peers.job.Optimizer;
import dev.atelier.runner.data.ImageData;
import dev.atelier.runner.data.ImageSet;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Trains in Deeplearning4j. The batches are gathered by its native code from one resident array. */
public final class Deeplearning4jPeer implements Learner {
    private static final long SEED = 1;
    private static final int EVALUATION_BATCH = 1000;

    private final int batchSize;
    private final MultiLayerNetwork network;
    private final INDArray images;
    private final INDArray labels;
    private final INDArray testImages;
    private final int[] testLabels;

    private Deeplearning4jPeer(Job job, ImageData data) {
        this.batchSize = job.batchSize();
        this.network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(SEED)
                .dataType(DataType.FLOAT)
                .weightInit(WeightInit.XAVIER)
                .updater(updater(job))
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(data.train().features())
                        .nOut(Job.HIDDEN)
                        .activation(Activation.RELU)
                        .build())
                .layer(new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                        .nIn(Job.HIDDEN)
                        .nOut(data.classes())
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        this.images = images(data.train());
        this.labels = oneHot(data.train().labels(), data.classes());
        this.testImages = images(data.test());
        this.testLabels = data.test().labels();
    }

    /** The entry point; the arguments are those of {@link Job#parse}. */
    public static void main(String[] arguments) {
        JobRun.run("deeplearning4j", Deeplearning4jPeer.class, arguments, Deeplearning4jPeer::new);
    }

    private static IUpdater updater(Job job) {
        return job.optimizer() == Optimizer.SGD
                ? new Sgd(job.learningRate())
                : new Adam(job.learningRate(), Job.ADAM_BETA_1, Job.ADAM_BETA_2, Job.ADAM_EPSILON);
    }

    private static INDArray images(ImageSet set) {
        return Nd4j.create(Batches.scaled(set.pixels()), new long[] {set.count(), set.features()}, 'c');
    }

    private static INDArray oneHot(int[] labels, int classes) {
        float[] values = new float[labels.length * classes];
        for (int i = 0; i < labels.length; i++) {
            values[i * classes + labels[i]] = 1;
        }
        return Nd4j.create(values, new long[] {labels.length, classes}, 'c');
    }

    @Override
    public double trainEpoch(int[] order) {
        return Batches.forEach(order, batchSize, this::step);
    }

    private double step(int[] samples) {
        try (INDArray batch = Nd4j.pullRows(images, 1, samples);
                INDArray expected = Nd4j.pullRows(labels, 1, samples)) {
            network.fit(batch, expected);
            return network.score();
        }
    }

    @Override
    public double testAccuracy() {
        int right = 0;
        int[] rows = new int[Math.min(EVALUATION_BATCH, testLabels.length)];
        for (int start = 0; start < testLabels.length; start += rows.length) {
            int count = Math.min(rows.length, testLabels.length - start);
            int[] chunk = new int[count];
            for (int i = 0; i < count; i++) {
                chunk[i] = start + i;
            }
            int[] predicted = network.predict(Nd4j.pullRows(testImages, 1, chunk));
            for (int i = 0; i < count; i++) {
                right += predicted[i] == testLabels[start + i] ? 1 : 0;
            }
        }
        return (double) right / testLabels.length;
    }

    @Override
    public void close() {
        network.close();
    }
}
