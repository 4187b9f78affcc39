package dev.atelier.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.BackendOptions;
import dev.atelier.engine.backend.Backends;
import dev.atelier.engine.data.Dataset;
import dev.atelier.engine.network.LayerWeights;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.engine.training.Trainer;
import dev.atelier.engine.training.TrainingListener;
import dev.atelier.engine.training.TrainingSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several backends in one JVM, each on a thread of its own, compute the bits that each computes alone. */
@Timeout(180)
class BackendsTogetherTest {
    private static final int PIXELS = 61;
    private static final int SAMPLES = 300;
    private static final int CLASSES = 5;

    @TempDir
    Path cache;

    private static Dataset images(long seed) {
        Random random = new Random(seed);
        byte[] pixels = new byte[SAMPLES * PIXELS];
        random.nextBytes(pixels);
        return Dataset.ofBytes(
                pixels, PIXELS, 1f / 255, random.ints(SAMPLES, 0, CLASSES).toArray(), CLASSES);
    }

    /** Trains a network of its own on {@code backend} and returns its parameters; the CPU computes on two threads. */
    private List<Float> train(String backend, long seed) {
        BackendOptions options = new BackendOptions("", 2, Map.of("cacheDir", cache.toString(), "tuning", "off"));
        NetworkSpec network = NetworkSpec.classifier(PIXELS, List.of(70), Activation.TANH.function(), CLASSES);
        TrainingSettings settings = TrainingSettings.builder()
                .epochs(4)
                .batchSize(32)
                .dropout(0.2)
                .seed(seed)
                .build();
        Dataset data = images(seed);
        try (Backend open = Backends.open(backend, options);
                Trainer trainer = new Trainer(open, network, settings, data, null, data)) {
            trainer.run(TrainingListener.silent());
            List<Float> parameters = new ArrayList<>();
            for (LayerWeights layer : trainer.weights().layers()) {
                for (float weight : layer.weights()) {
                    parameters.add(weight);
                }
                for (float bias : layer.bias()) {
                    parameters.add(bias);
                }
            }
            return parameters;
        }
    }

    private void checkTogether(String... backends) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(backends.length);
        try {
            CyclicBarrier start = new CyclicBarrier(backends.length);
            List<Future<List<Float>>> together = new ArrayList<>();
            for (int i = 0; i < backends.length; i++) {
                String backend = backends[i];
                long seed = i;
                together.add(threads.submit(() -> {
                    start.await();
                    return train(backend, seed);
                }));
            }
            for (int i = 0; i < backends.length; i++) {
                assertThat(together.get(i).get())
                        .as("%s, thread %d", backends[i], i)
                        .isEqualTo(train(backends[i], i));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void eightThreadsWithACpuBackendEach() throws Exception {
        checkTogether("cpu", "cpu", "cpu", "cpu", "cpu", "cpu", "cpu", "cpu");
    }

    /** The cache is empty, so that the driver compiles on several threads. */
    @Test
    void eightThreadsWithAnOpenClBackendEach() throws Exception {
        checkTogether("opencl", "opencl", "opencl", "opencl", "opencl", "opencl", "opencl", "opencl");
    }

    @Test
    void bothBackendsAtOnce() throws Exception {
        checkTogether("cpu", "opencl", "cpu", "opencl");
    }
}
