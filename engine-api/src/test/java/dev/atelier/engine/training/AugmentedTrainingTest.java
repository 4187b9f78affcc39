package dev.atelier.engine.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.atelier.engine.augmentation.Augmentation;
import dev.atelier.engine.augmentation.Distortions;
import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.RowSelection;
import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.data.Dataset;
import dev.atelier.engine.data.DeviceDataset;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.engine.tck.ReferenceBackend;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Training on distorted images, on the reference backend. */
class AugmentedTrainingTest {
    private static final long SEED = 5_000_000_011L;
    private static final int SAMPLES = 11;
    private static final int HEIGHT = 4;
    private static final int WIDTH = 3;
    private static final Augmentation AUGMENTATION = new Augmentation(HEIGHT, WIDTH, 30, 0.3, 0.3, 1, 3, 1);
    private static final NetworkSpec SPEC =
            NetworkSpec.classifier(HEIGHT * WIDTH, List.of(5), Activation.TANH.function(), 3);

    private static byte[] pixels() {
        byte[] pixels = new byte[SAMPLES * HEIGHT * WIDTH];
        new Random(3).nextBytes(pixels);
        return pixels;
    }

    private static Dataset data(byte[] pixels) {
        int[] labels = IntStream.range(0, SAMPLES).map(i -> i % 3).toArray();
        return Dataset.ofBytes(pixels, HEIGHT * WIDTH, 1 / 255f, labels, 3);
    }

    /** Trains so slowly that no weight changes: the loss tells which images an epoch saw. */
    private static List<EpochResult> epochs(Dataset data, int epochs, @Nullable Augmentation augmentation) {
        TrainingSettings settings = TrainingSettings.builder()
                .epochs(epochs)
                .batchSize(4)
                .schedule(LearningRateSchedule.constant(1e-30))
                .seed(SEED)
                .augmentation(augmentation)
                .build();
        try (Backend backend = new ReferenceBackend();
                Trainer trainer = new Trainer(backend, SPEC, settings, data, null, null)) {
            return trainer.run(TrainingListener.silent()).history();
        }
    }

    /** Returns the images as an epoch is to see them, distorted by themselves. */
    private static byte[] distorted(int epoch) {
        try (Backend backend = new ReferenceBackend();
                Arena arena = backend.arena("images")) {
            Tensor images =
                    DeviceDataset.upload(arena, "images", data(pixels())).features();
            Tensor order = arena.allocate("order", DType.I32, 1, SAMPLES);
            backend.write(order, IntStream.range(0, SAMPLES).toArray());
            Tensor step = arena.allocate("step", DType.I32, 1, 1);
            Tensor copies = arena.allocate("copies", DType.U8, SAMPLES, HEIGHT * WIDTH);
            Distortions distortions = Distortions.upload(arena, AUGMENTATION);
            distortions.startEpoch(SEED, epoch);
            backend.ops().distortRows(new RowSelection(images, order, step, 1), distortions.distortion(), copies);
            Tensor grey = arena.allocate("grey", DType.F32, SAMPLES, HEIGHT * WIDTH);
            backend.ops().gatherRows(new RowSelection(copies, order, step, 1), 1, grey);
            float[] values = new float[grey.size()];
            backend.read(grey, values);
            byte[] bytes = new byte[values.length];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) values[i];
            }
            return bytes;
        }
    }

    @Test
    void eachEpochSeesItsOwnDistortionOfEachSample() {
        List<EpochResult> augmented = epochs(data(pixels()), 3, AUGMENTATION);
        for (int epoch = 1; epoch <= 3; epoch++) {
            List<EpochResult> expected = epochs(data(distorted(epoch)), epoch, null);
            assertThat(augmented.get(epoch - 1).trainLoss())
                    .isEqualTo(expected.get(epoch - 1).trainLoss());
        }
        assertThat(augmented).extracting(EpochResult::trainLoss).doesNotHaveDuplicates();
    }

    @Test
    void dataThatAreNoImagesOfThatSizeAreRefused() {
        Augmentation other = new Augmentation(WIDTH, WIDTH, 10, 0, 0, 0, 0, 0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> epochs(data(pixels()), 1, other))
                .withMessageContaining("3 x 3 pixels needs a byte for each")
                .withMessageContaining("U8 [11][12]");
        float[] floats = new float[SAMPLES * HEIGHT * WIDTH];
        Dataset reals = Dataset.ofFloats(floats, HEIGHT * WIDTH, new int[SAMPLES], 3);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> epochs(reals, 1, AUGMENTATION))
                .withMessageContaining("F32");
    }
}
