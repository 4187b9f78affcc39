package dev.atelier.peers.tensorflow;

import dev.atelier.bench.peers.job.Batches;
import dev.atelier.bench.peers.job.Job;
import dev.atelier.bench.peers.job.JobRun;
import dev.atelier.bench.peers.job.Learner;
import dev.atelier.runner.data.ImageData;
import dev.atelier.runner.data.ImageSet;
import org.tensorflow.Graph;
import org.tensorflow.Result;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.StdArrays;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** Trains in TensorFlow-Java. A step is one run of a graph, which gathers its batch from the resident images. */
public final class TensorFlowPeer implements Learner {
    private final int batchSize;
    private final int testCount;
    private final TrainingGraph training;
    private final Session session;

    private TensorFlowPeer(Job job, ImageData data) {
        this.batchSize = job.batchSize();
        this.testCount = data.test().count();
        this.training = new TrainingGraph(new Graph(), job, data);
        this.session = new Session(
                training.graph(),
                ConfigProto.newBuilder()
                        .setIntraOpParallelismThreads(job.threads())
                        .setInterOpParallelismThreads(1)
                        .build());
        load(data.train(), training.images(), training.labels());
        load(data.test(), training.testImages(), training.testLabels());
    }

    /** The entry point; the arguments are those of {@link Job#parse}. */
    public static void main(String[] arguments) {
        JobRun.run("tensorflow", TensorFlowPeer.class, arguments, TensorFlowPeer::new);
    }

    private void load(ImageSet set, Resident<TFloat32> images, Resident<TInt32> labels) {
        Shape shape = Shape.of(set.count(), set.features());
        try (TFloat32 pixels = TFloat32.tensorOf(shape, DataBuffers.of(Batches.scaled(set.pixels()), true, false));
                TInt32 classes = TInt32.tensorOf(StdArrays.ndCopyOf(set.labels()))) {
            session.runner()
                    .feed(images.source(), pixels)
                    .feed(labels.source(), classes)
                    .addTarget(images.load())
                    .addTarget(labels.load())
                    .run()
                    .close();
        }
    }

    @Override
    public double trainEpoch(int[] order) {
        return Batches.forEach(order, batchSize, this::step);
    }

    private double step(int[] samples) {
        try (TInt32 rows = TInt32.tensorOf(Shape.of(samples.length), DataBuffers.of(samples, true, false));
                Result result = session.runner()
                        .feed(training.rows(), rows)
                        .fetch(training.loss())
                        .addTarget(training.update())
                        .run()) {
            return ((TFloat32) result.get(0)).getFloat();
        }
    }

    @Override
    public double testAccuracy() {
        try (Result result = session.runner().fetch(training.correct()).run()) {
            return (double) ((TInt32) result.get(0)).getInt() / testCount;
        }
    }

    @Override
    public void close() {
        session.close();
        training.graph().close();
    }
}
