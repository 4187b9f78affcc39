package dev.atelier.runner.command;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.ActivationFunction;
import dev.atelier.engine.network.Initialization;
import dev.atelier.engine.network.Loss;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.engine.network.NetworkWeights;
import dev.atelier.runner.model.ModelException;
import dev.atelier.runner.model.ModelFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that describe the network. */
final class NetworkOptions {
    /** One Java array holds a layer's weights. */
    private static final long MAX_PARAMETERS = 1L << 29;

    private static final int MAX_HIDDEN_LAYERS = 1000;

    @Option(
            names = "--hidden",
            paramLabel = "N[,N...]|none",
            converter = WidthsConverter.class,
            description = "Widths of the hidden layers; none for a linear model. Default: 1000; 32 for a" + " table.")
    private @Nullable Widths hidden;

    @Option(
            names = "--activation",
            paramLabel = "NAME[:ALPHA]",
            defaultValue = "relu",
            converter = ActivationConverter.class,
            description = "Activation of the hidden layers: relu, leaky-relu, elu, selu, gelu, silu, softplus, tanh,"
                    + " sigmoid or identity; leaky-relu and elu take an alpha. Default: relu.")
    private ActivationFunction activation = ActivationFunction.parse("relu");

    @Option(
            names = "--loss",
            paramLabel = "cross-entropy|mse",
            converter = LossConverter.class,
            description = "What training makes small. Default: cross-entropy, or mse if a table's target is a number.")
    private @Nullable Loss loss;

    @Option(
            names = "--init",
            paramLabel = "glorot|glorot-sigmoid|he|lecun",
            converter = InitializationConverter.class,
            description = "How weights are drawn. Default: what suits the activation.")
    private @Nullable Initialization initialization;

    @Option(
            names = "--init-from",
            paramLabel = "FILE",
            description = "Starts from the weights of a safetensors file, written by this program or by PyTorch for an"
                    + " nn.Sequential of the same widths, instead of drawing them.")
    private @Nullable Path start;

    private @Nullable NetworkWeights startWeights;

    /**
     * Returns the weights of {@code --init-from}, or null without it.
     *
     * @throws IllegalArgumentException if {@code --init} is given as well
     * @throws ModelException if the file can't be read or does not hold a network
     */
    @Nullable
    NetworkWeights start() {
        if (start != null && startWeights == null) {
            if (initialization != null) {
                throw new IllegalArgumentException("--init says how weights are drawn, and --init-from draws none");
            }
            startWeights = ModelFile.read(start).weights();
        }
        return startWeights;
    }

    /** Checks that the weights of {@code --init-from} are those of this network. */
    private void checkStart(NetworkSpec spec) {
        NetworkWeights weights = start();
        if (weights == null || weights.spec().widths().equals(spec.widths())) {
            return;
        }
        List<Integer> theirs = weights.spec().widths();
        String hidden = theirs.subList(1, theirs.size() - 1).stream()
                .map(Object::toString)
                .collect(Collectors.joining(","));
        boolean endsFit =
                weights.spec().inputs() == spec.inputs() && weights.spec().outputs() == spec.outputs();
        throw new ModelException(start + ": holds network " + weights.spec() + ", but this run trains " + spec
                + (endsFit
                        ? "; use --hidden " + (hidden.isEmpty() ? "none" : hidden)
                        : "; its ends do not fit the data"));
    }

    private List<Integer> widths(List<Integer> usual) {
        return hidden == null ? usual : hidden.widths();
    }

    /**
     * Returns the function of the hidden layers, the identity when there are none.
     *
     * @param usual the widths where none are given
     */
    Activation hiddenActivation(List<Integer> usual) {
        return widths(usual).isEmpty() ? Activation.IDENTITY : activation.kind();
    }

    /**
     * Returns the loss: the one given, or what suits the targets.
     *
     * @param regression whether the targets are numbers
     * @throws IllegalArgumentException if the loss given needs classes and there are none
     */
    Loss loss(boolean regression) {
        if (regression && loss == Loss.CROSS_ENTROPY) {
            throw new IllegalArgumentException("--loss " + loss.label() + " needs classes, but the target is a number;"
                    + " if its numbers stand for classes, name it with --categorical");
        }
        return loss != null ? loss : regression ? Loss.MEAN_SQUARED_ERROR : Loss.CROSS_ENTROPY;
    }

    @Nullable
    Initialization initialization() {
        return initialization;
    }

    /**
     * Returns the network whose ends fit the data.
     *
     * @param usual the widths of the hidden layers where none are given
     * @throws IllegalArgumentException if it is too large
     * @throws ModelException if the weights of {@code --init-from} are those of another
     */
    NetworkSpec spec(int inputs, int classes, List<Integer> usual) {
        NetworkSpec spec = NetworkSpec.classifier(inputs, widths(usual), activation, classes);
        if (spec.parameters() > MAX_PARAMETERS) {
            throw new IllegalArgumentException("--hidden: network " + spec + " has " + spec.parameters()
                    + " parameters; at most " + MAX_PARAMETERS + " are possible");
        }
        checkStart(spec);
        return spec;
    }

    /** Widths of the hidden layers; a type of its own keeps picocli from taking it for an option of many values. */
    private record Widths(List<Integer> widths) {}

    private static final class WidthsConverter implements ITypeConverter<Widths> {
        @Override
        public Widths convert(String text) {
            List<Integer> widths = new ArrayList<>();
            if (text.equals("none")) {
                return new Widths(widths);
            }
            for (String part : text.split(",", -1)) {
                try {
                    widths.add(Integer.parseInt(part.strip()));
                } catch (NumberFormatException e) {
                    throw new TypeConversionException("'" + text + "' is not a list of widths such as 1000 or 500,300");
                }
            }
            if (widths.stream().anyMatch(width -> width < 1) || widths.size() > MAX_HIDDEN_LAYERS) {
                throw new TypeConversionException("widths must be at least 1, and there can be " + MAX_HIDDEN_LAYERS
                        + " of them at most, but it is '" + text + "'");
            }
            return new Widths(widths);
        }
    }

    private static final class ActivationConverter implements ITypeConverter<ActivationFunction> {
        @Override
        public ActivationFunction convert(String text) {
            try {
                return ActivationFunction.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    private static final class LossConverter implements ITypeConverter<Loss> {
        @Override
        public Loss convert(String text) {
            return byLabel(Loss.values(), Loss::label, text);
        }
    }

    private static final class InitializationConverter implements ITypeConverter<Initialization> {
        @Override
        public Initialization convert(String text) {
            return byLabel(Initialization.values(), Initialization::label, text);
        }
    }

    private static <T> T byLabel(T[] values, Function<T, String> label, String text) {
        return Arrays.stream(values)
                .filter(value -> label.apply(value).equals(text))
                .findFirst()
                .orElseThrow(() -> new TypeConversionException("'" + text + "' is not one of "
                        + Arrays.stream(values).map(label).collect(Collectors.joining(", "))));
    }
}
