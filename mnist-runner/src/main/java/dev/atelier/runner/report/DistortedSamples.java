package dev.atelier.runner.report;

import dev.atelier.engine.augmentation.Augmentation;
import dev.atelier.engine.augmentation.Distortions;
import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.RowSelection;
import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.data.Dataset;
import dev.atelier.engine.data.DeviceDataset;
import dev.atelier.runner.data.ImageSet;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What training sees of chosen images, epoch by epoch, computed as training computes it. */
public final class DistortedSamples {
    private DistortedSamples() {}

    /**
     * Returns the images as they are, then as each epoch from 1 on sees them.
     *
     * @param samples rows of {@code set}
     * @param augmentation how they are distorted, or null for not at all
     * @param seed the run's seed
     * @return for each sheet {@code [samples][height * width]} grey levels, 0 to 255
     */
    public static List<float[]> of(
            Backend backend,
            ImageSet set,
            int classes,
            int[] samples,
            @Nullable Augmentation augmentation,
            long seed,
            int epochs) {
        List<float[]> sheets = new ArrayList<>();
        try (Arena arena = backend.arena("distorted samples")) {
            Dataset data = Dataset.ofBytes(set.pixels(), set.features(), 1, set.labels(), classes);
            Tensor pixels = DeviceDataset.upload(arena, "images", data).features();
            Tensor step = arena.allocate("step", DType.I32, 1, 1);
            RowSelection chosen = new RowSelection(pixels, order(arena, samples), step, samples.length);
            Tensor copies = arena.allocate("copies", DType.U8, samples.length, set.features());
            int[] inTurn = IntStream.range(0, samples.length).toArray();
            RowSelection all = new RowSelection(copies, order(arena, inTurn), step, samples.length);
            Tensor grey = arena.allocate("grey levels", DType.F32, samples.length, set.features());
            Distortions distortions = augmentation == null ? null : Distortions.upload(arena, augmentation);
            for (int epoch = 0; epoch <= epochs; epoch++) {
                if (epoch == 0 || distortions == null) {
                    backend.ops().gatherRows(chosen, 1, grey);
                } else {
                    distortions.startEpoch(seed, epoch);
                    backend.ops().distortRows(chosen, distortions.distortion(), copies);
                    backend.ops().gatherRows(all, 1, grey);
                }
                float[] sheet = new float[grey.size()];
                backend.read(grey, sheet);
                sheets.add(sheet);
            }
        }
        return sheets;
    }

    private static Tensor order(Arena arena, int[] rows) {
        Tensor order = arena.allocate("order", DType.I32, 1, rows.length);
        arena.backend().write(order, rows);
        return order;
    }
}
