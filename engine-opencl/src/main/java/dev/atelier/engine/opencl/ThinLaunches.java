package dev.atelier.engine.opencl;

import dev.atelier.engine.backend.LayerUpdate;
import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.opencl.device.NdRange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Launches the products of layers with few outputs: {@code thin_forward.cl} and {@code thin_backward.cl}. */
final class ThinLaunches {
    /** A work-item holds a whole row of sums in registers. */
    private static final int MAX_COLUMNS = 32;

    /** On a GPU device, 8 units lie in one memory transaction, and 16 slices of the batch make groups that fill a multiprocessor. */
    private static final int UNIT_ITEMS = 8;

    private static final int SLICES = 16;

    private final Preset preset;
    private final LaunchTarget target;

    ThinLaunches(Preset preset, LaunchTarget target) {
        this.preset = preset;
        this.target = target;
    }

    /** Whether a layer with so many outputs is thin. */
    static boolean fits(int columns) {
        return columns <= MAX_COLUMNS;
    }

    /** Launches {@code x w} with an epilogue, where {@code w} has few columns. */
    void forward(Tensor x, Tensor w, Epilogue epilogue) {
        startForward(x, w, epilogue, Map.of(), List.of()).launch(forwardRange(x, w));
    }

    /** Launches {@link #forward}, the gather of the labels and the loss of what the epilogue stored. */
    void forwardWithLoss(
            Tensor x, Tensor w, Epilogue epilogue, StepOperation.GatherLabels gather, StepOperation.CrossEntropy loss) {
        Map<String, Object> defines = Map.of("LOSS", 1, "GRADIENT", loss.gradient() == null ? 0 : 1);
        LaunchBuilder launch = startForward(x, w, epilogue, defines, List.of("selection", "row_loss"))
                .selection(gather.rows())
                .tensor(gather.out())
                .tensor(loss.rowLoss());
        if (loss.gradient() != null) {
            launch.tensor(loss.gradient());
        }
        launch.launch(forwardRange(x, w));
    }

    private LaunchBuilder startForward(
            Tensor x, Tensor w, Epilogue epilogue, Map<String, Object> more, List<String> moreFiles) {
        Map<String, Object> defines = new HashMap<>(epilogue.defines());
        defines.putAll(more);
        defines.put("VW", preset.vectorWidth());
        defines.put("NV", vectors(w));
        defines.put("RM", preset.registerRows(vectors(w)));
        defines.put("GROUP", preset.group());
        List<String> files = new ArrayList<>(List.of("common", "activation", "update_rule", "epilogue"));
        files.addAll(moreFiles);
        files.add("thin_forward");
        LaunchBuilder launch = new LaunchBuilder(target, KernelVariant.of(files, "thin_forward", defines))
                .integer(x.rows())
                .integer(w.columns())
                .integer(x.columns())
                .tensor(x)
                .tensor(w);
        epilogue.arguments().accept(launch);
        return launch;
    }

    private NdRange forwardRange(Tensor x, Tensor w) {
        int rows = preset.registerRows(vectors(w));
        return NdRange.groups((x.rows() + rows - 1L) / rows, 1, preset.group(), 1);
    }

    private int vectors(Tensor w) {
        return (w.columns() + preset.vectorWidth() - 1) / preset.vectorWidth();
    }

    /** Launches {@code out = (delta w^T) * f'(saved)}, where {@code w} has few columns. */
    void inputGradient(StepOperation.InputGradient gradient) {
        LaunchBuilder launch = startBackward(gradient.delta(), gradient.out().columns(), gradient, null);
        launch.tensor(gradient.weights());
        launchBackward(launch, gradient.out().columns(), false);
    }

    /** Launches {@code w = rule(w, x^T delta)} and the bias's step, after the gradient of the layer's inputs where it is given. */
    void update(Tensor x, Tensor delta, LayerUpdate layer, StepOperation.@Nullable InputGradient gradient) {
        LaunchBuilder launch = startBackward(delta, x.columns(), gradient, layer)
                .tensor(x)
                .tensor(layer.parameters().weights())
                .tensor(layer.parameters().bias());
        layer.state().forEach(state -> launch.tensor(state.weights()));
        layer.state().forEach(state -> launch.tensor(state.bias()));
        launch.rule(layer.rule(), layer.learningRate());
        launchBackward(launch, x.columns(), true);
    }

    private LaunchBuilder startBackward(
            Tensor delta, int units, StepOperation.@Nullable InputGradient gradient, @Nullable LayerUpdate layer) {
        Map<String, Object> defines = new HashMap<>();
        if (gradient != null) {
            defines.put("INPUT_GRADIENT", 1);
            defines.put("ACTIVATION", gradient.function().kind().name());
        }
        if (layer != null) {
            defines.put("UPDATE", 1);
            defines.putAll(RuleDefines.of(layer.rule()));
        }
        defines.put("VW", preset.vectorWidth());
        defines.put("COLUMNS", delta.columns());
        defines.put("LX", unitItems());
        defines.put("LY", slices());
        LaunchBuilder launch = new LaunchBuilder(
                        target,
                        KernelVariant.of(
                                List.of("common", "activation", "update_rule", "thin_backward"),
                                "thin_backward",
                                defines))
                .integer(delta.rows())
                .integer(units)
                .tensor(delta);
        if (gradient != null) {
            launch.tensor(gradient.saved()).alpha(gradient.function()).tensor(gradient.out());
        }
        return launch;
    }

    private void launchBackward(LaunchBuilder launch, int units, boolean bias) {
        long unitsOfGroup = (long) unitItems() * preset.vectorWidth();
        long groups = (units + unitsOfGroup - 1) / unitsOfGroup;
        launch.launch(NdRange.groups(bias ? groups + 1 : groups, 1, unitItems(), slices()));
    }

    private int unitItems() {
        return preset.strips() ? 1 : UNIT_ITEMS;
    }

    private int slices() {
        return preset.strips() ? 1 : SLICES;
    }
}
