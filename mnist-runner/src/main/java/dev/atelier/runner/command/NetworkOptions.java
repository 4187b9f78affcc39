package dev.atelier.runner.command;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.ActivationFunction;
import dev.atelier.engine.network.Initialization;
import dev.atelier.engine.network.Loss;
import dev.atelier.engine.network.NetworkSpec;
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
            defaultValue = "1000",
            converter = WidthsConverter.class,
            description = "Widths of the hidden layers; none for a linear model. Default: 1000.")
    private Widths hidden = new Widths(List.of(1000));

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
            defaultValue = "cross-entropy",
            converter = LossConverter.class,
            description = "What training makes small. Default: cross-entropy.")
    private Loss loss = Loss.CROSS_ENTROPY;

    @Option(
            names = "--init",
            paramLabel = "glorot|glorot-sigmoid|he|lecun",
            converter = InitializationConverter.class,
            description = "How weights are drawn. Default: what suits the activation.")
    private @Nullable Initialization initialization;

    /** Returns the function of the hidden layers, the identity when there are none. */
    Activation hiddenActivation() {
        return hidden.widths().isEmpty() ? Activation.IDENTITY : activation.kind();
    }

    Loss loss() {
        return loss;
    }

    @Nullable
    Initialization initialization() {
        return initialization;
    }

    /**
     * Returns the network whose ends fit the data.
     *
     * @throws IllegalArgumentException if it is too large
     */
    NetworkSpec spec(int inputs, int classes) {
        NetworkSpec spec = NetworkSpec.classifier(inputs, hidden.widths(), activation, classes);
        if (spec.parameters() > MAX_PARAMETERS) {
            throw new IllegalArgumentException("--hidden: network " + spec + " has " + spec.parameters()
                    + " parameters; at most " + MAX_PARAMETERS + " are possible");
        }
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
