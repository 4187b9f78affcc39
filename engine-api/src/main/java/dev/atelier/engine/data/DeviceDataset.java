package dev.atelier.engine.data;

import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A data set that lies on a device.
 *
 * @param features U8 or F32 {@code [n][columns]}
 * @param labels I32 {@code [n][1]}
 * @param targets F32 {@code [n][outputs]}, or null where samples have labels
 * @param scale what the network sees is {@code scale * feature}
 */
public record DeviceDataset(
        Tensor features, Tensor labels, @Nullable Tensor targets, float scale) {
    /** Copies {@code data} to tensors of {@code arena}. */
    public static DeviceDataset upload(Arena arena, String label, Dataset data) {
        Backend backend = arena.backend();
        byte[] bytes = data.bytes();
        float[] floats = data.floats();
        Tensor features =
                arena.allocate(label + " features", bytes == null ? DType.F32 : DType.U8, data.size(), data.columns());
        if (bytes != null) {
            backend.write(features, bytes);
        } else if (floats != null) {
            backend.write(features, floats);
        }
        Tensor labels = arena.allocate(label + " labels", DType.I32, data.size(), 1);
        backend.write(labels, data.labels());
        float[] numbers = data.targets();
        Tensor targets = null;
        if (numbers != null) {
            targets = arena.allocate(label + " targets", DType.F32, data.size(), data.classes());
            backend.write(targets, numbers);
        }
        return new DeviceDataset(features, labels, targets, data.scale());
    }

    /** Returns the number of samples. */
    public int size() {
        return labels.rows();
    }
}
