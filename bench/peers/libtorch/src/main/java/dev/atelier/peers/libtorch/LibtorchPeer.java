package dev.atelier.peers.libtorch;

import dev.atelier.bench.peers.job.Batches;
import dev.atelier.bench.peers.job.Job;
import dev.atelier.bench.peers.job.JobRun;
import dev.atelier.bench.peers.job.Learner;
import dev.atelier.bench.peers.job.Optimizer;
import dev.atelier.runner.data.ImageData;
import dev.atelier.runner.data.ImageSet;
import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Trains in libtorch. The batches are gathered by it from one resident tensor; each step frees its tensors at its end. */
public final class LibtorchPeer implements Learner {
    private static final long SEED = 1;

    private final int batchSize;
    private final Network network;
    private final org.bytedeco.pytorch.Optimizer optimizer;
    private final Tensor images;
    private final Tensor labels;
    private final Tensor testImages;
    private final Tensor testLabels;

    private LibtorchPeer(Job job, ImageData data) {
        torch.set_num_threads(job.threads());
        torch.manual_seed(SEED);
        this.batchSize = job.batchSize();
        this.network = new Network(data.train().features(), data.classes());
        this.optimizer = optimizer(job, network);
        this.images = images(data.train());
        this.labels = labels(data.train().labels());
        this.testImages = images(data.test());
        this.testLabels = labels(data.test().labels());
    }

    /** The entry point; the arguments are those of {@link Job#parse}. */
    public static void main(String[] arguments) {
        JobRun.run("libtorch", LibtorchPeer.class, arguments, LibtorchPeer::new);
    }

    private static org.bytedeco.pytorch.Optimizer optimizer(Job job, Network network) {
        if (job.optimizer() == Optimizer.SGD) {
            return new SGD(network.parameters(), new SGDOptions(job.learningRate()));
        }
        // The library's defaults are the job's decays and epsilon. The decays can't be set by index: they are a tuple,
        // whose
        // order in memory is the compiler's.
        return new Adam(network.parameters(), new AdamOptions(job.learningRate()));
    }

    private static Tensor images(ImageSet set) {
        try (Tensor flat = torch.tensor(Batches.scaled(set.pixels()))) {
            return flat.reshape(set.count(), set.features());
        }
    }

    private static Tensor labels(int[] values) {
        return torch.tensor(Arrays.stream(values).asLongStream().toArray());
    }

    @Override
    public double trainEpoch(int[] order) {
        return Batches.forEach(order, batchSize, this::step);
    }

    // The scope frees what is made in it; nothing else refers to it.
    @SuppressWarnings("try")
    private double step(int[] samples) {
        try (PointerScope scope = new PointerScope()) {
            Tensor rows = labels(samples);
            Tensor scores = network.forward(images.index_select(0, rows));
            Tensor loss = torch.cross_entropy_loss(scores, labels.index_select(0, rows));
            optimizer.zero_grad();
            loss.backward();
            optimizer.step();
            return loss.item_float();
        }
    }

    // The scope frees what is made in it; nothing else refers to it.
    @SuppressWarnings("try")
    @Override
    public double testAccuracy() {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            Tensor predicted = network.forward(testImages).argmax(new LongOptional(1), false);
            return (double) predicted.eq(testLabels).sum().item_long() / testLabels.size(0);
        }
    }

    @Override
    public void close() {
        optimizer.close();
        network.close();
    }

    private static final class Network extends Module {
        private final LinearImpl hidden;
        private final LinearImpl output;

        Network(int inputs, int classes) {
            this.hidden = register_module("hidden", new LinearImpl(inputs, Job.HIDDEN));
            this.output = register_module("output", new LinearImpl(Job.HIDDEN, classes));
        }

        Tensor forward(Tensor x) {
            return output.forward(torch.relu(hidden.forward(x)));
        }
    }
}
