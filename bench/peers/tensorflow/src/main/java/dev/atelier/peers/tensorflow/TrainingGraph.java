package dev.atelier.peers.tensorflow;

import dev.atelier.bench.peers.job.Job;
import dev.atelier.bench.peers.job.Optimizer;
import dev.atelier.runner.data.ImageData;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.op.random.TruncatedNormal;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** The graph of the network: a training step on the rows that are fed, and the count of right answers on the test images. */
final class TrainingGraph {
    private static final long SEED = 1;

    private final Graph graph;
    private final Ops tf;
    private final List<Variable<TFloat32>> parameters = new ArrayList<>();
    private final Resident<TFloat32> images;
    private final Resident<TInt32> labels;
    private final Resident<TFloat32> testImages;
    private final Resident<TInt32> testLabels;
    private final Operand<TInt32> rows;
    private final Operand<TFloat32> loss;
    private final Op update;
    private final Operand<TInt32> correct;

    TrainingGraph(Graph graph, Job job, ImageData data) {
        this.graph = graph;
        this.tf = Ops.create(graph);
        int inputs = data.train().features();
        this.images = Resident.of(tf, TFloat32.class, Shape.of(data.train().count(), inputs));
        this.labels = Resident.of(tf, TInt32.class, Shape.of(data.train().count()));
        this.testImages = Resident.of(tf, TFloat32.class, Shape.of(data.test().count(), inputs));
        this.testLabels = Resident.of(tf, TInt32.class, Shape.of(data.test().count()));
        addLayer(inputs, Job.HIDDEN);
        addLayer(Job.HIDDEN, data.classes());
        this.rows = tf.placeholder(TInt32.class, Placeholder.shape(Shape.of(Shape.UNKNOWN_SIZE)));
        this.loss = loss(data.classes());
        this.update = update(job);
        this.correct = countCorrect();
    }

    private void addLayer(int inputs, int outputs) {
        Operand<TFloat32> normal =
                tf.random.truncatedNormal(tf.array(inputs, outputs), TFloat32.class, TruncatedNormal.seed(SEED));
        float deviation = (float) Math.sqrt(2.0 / inputs);
        parameters.add(tf.variable(tf.math.mul(normal, tf.constant(deviation))));
        parameters.add(tf.variable(tf.zeros(tf.array(outputs), TFloat32.class)));
    }

    private Operand<TFloat32> logits(Operand<TFloat32> x) {
        Operand<TFloat32> hidden = tf.nn.relu(tf.nn.biasAdd(tf.linalg.matMul(x, parameters.get(0)), parameters.get(1)));
        return tf.nn.biasAdd(tf.linalg.matMul(hidden, parameters.get(2)), parameters.get(3));
    }

    private Operand<TFloat32> loss(int classes) {
        Operand<TFloat32> batch = tf.gather(images.value(), rows, tf.constant(0));
        Operand<TInt32> expected = tf.gather(labels.value(), rows, tf.constant(0));
        Operand<TFloat32> oneHot = tf.oneHot(expected, tf.constant(classes), tf.constant(1f), tf.constant(0f));
        Operand<TFloat32> losses =
                tf.nn.softmaxCrossEntropyWithLogits(logits(batch), oneHot).loss();
        return tf.math.mean(losses, tf.constant(0));
    }

    /** Returns the operation that changes all parameters, once every gradient is there: a gradient reads the weights too. */
    private Op update(Job job) {
        Output<?>[] gradients = graph.addGradients(
                loss.asOutput(), parameters.stream().map(Variable::asOutput).toArray(Output[]::new));
        Ops after = tf.withControlDependencies(List.<Op>of(gradients));
        Operand<TFloat32> rate = tf.constant((float) job.learningRate());
        List<Op> updates = new ArrayList<>();
        Adam adam = job.optimizer() == Optimizer.ADAM ? new Adam(tf) : null;
        for (int i = 0; i < gradients.length; i++) {
            Operand<TFloat32> gradient = gradients[i].expect(TFloat32.class);
            Variable<TFloat32> parameter = parameters.get(i);
            updates.add(
                    adam == null
                            ? after.train.applyGradientDescent(parameter, rate, gradient)
                            : adam.apply(after, parameter, rate, gradient));
        }
        Ops last = tf.withControlDependencies(updates);
        return adam == null ? last.noOp() : adam.advance(last);
    }

    private Operand<TInt32> countCorrect() {
        Operand<TInt32> predicted = tf.math.argMax(logits(testImages.value()), tf.constant(1), TInt32.class);
        Operand<TInt32> right = tf.dtypes.cast(tf.math.equal(predicted, testLabels.value()), TInt32.class);
        return tf.reduceSum(right, tf.constant(0));
    }

    Graph graph() {
        return graph;
    }

    Resident<TFloat32> images() {
        return images;
    }

    Resident<TInt32> labels() {
        return labels;
    }

    Resident<TFloat32> testImages() {
        return testImages;
    }

    Resident<TInt32> testLabels() {
        return testLabels;
    }

    /** Returns where the numbers of a batch's samples are fed. */
    Operand<TInt32> rows() {
        return rows;
    }

    /** Returns the mean loss of the batch. */
    Operand<TFloat32> loss() {
        return loss;
    }

    /** Returns what changes the parameters. */
    Op update() {
        return update;
    }

    /** Returns how many test images are classified rightly. */
    Operand<TInt32> correct() {
        return correct;
    }

    /** Adam's state: two averages a parameter, and the powers of their decays, which correct their start at zero. */
    private static final class Adam {
        private final Operand<TFloat32> beta1;
        private final Operand<TFloat32> beta2;
        private final Operand<TFloat32> epsilon;
        private final Variable<TFloat32> power1;
        private final Variable<TFloat32> power2;
        private final Ops tf;

        Adam(Ops tf) {
            this.tf = tf;
            this.beta1 = tf.constant(Job.ADAM_BETA_1);
            this.beta2 = tf.constant(Job.ADAM_BETA_2);
            this.epsilon = tf.constant(Job.ADAM_EPSILON);
            this.power1 = tf.variable(beta1);
            this.power2 = tf.variable(beta2);
        }

        Op apply(Ops after, Variable<TFloat32> parameter, Operand<TFloat32> rate, Operand<TFloat32> gradient) {
            Operand<TFloat32> zeros = tf.zeros(tf.constant(parameter.shape()), TFloat32.class);
            Variable<TFloat32> mean = tf.variable(zeros);
            Variable<TFloat32> square = tf.variable(zeros);
            return after.train.applyAdam(
                    parameter, mean, square, power1, power2, rate, beta1, beta2, epsilon, gradient);
        }

        Op advance(Ops after) {
            Op first = after.assign(power1, after.math.mul(power1, beta1));
            Op second = after.assign(power2, after.math.mul(power2, beta2));
            return tf.withControlDependencies(first, second).noOp();
        }
    }
}
