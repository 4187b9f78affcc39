package dev.atelier.runner.command;

import dev.atelier.engine.network.Loss;
import dev.atelier.runner.ExitCode;
import dev.atelier.runner.Surroundings;
import dev.atelier.runner.console.Lines;
import dev.atelier.runner.model.ModelFile;
import dev.atelier.runner.onnx.OnnxFile;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a saved network in a format of other programs. */
@Command(
        name = "export",
        description = "Writes a saved network as ONNX (operator set " + OnnxFile.OPSET + ", IR version "
                + OnnxFile.IR_VERSION + ") or as safetensors.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ExportCommand implements Callable<Integer> {
    private final Surroundings surroundings;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "MODEL", description = "A safetensors file, from train --save-model or from PyTorch.")
    private @Nullable Path modelFile;

    @Option(names = "--output", paramLabel = "FILE", required = true, description = "The file to write.")
    private @Nullable Path target;

    @Option(
            names = "--format",
            paramLabel = "safetensors|onnx",
            description = "Default: what the output's name ends with.")
    private @Nullable Format chosen;

    @Option(names = "--softmax", description = "The ONNX model gives probabilities instead of logits.")
    private boolean softmax;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    /** What can be written. */
    enum Format {
        SAFETENSORS,
        ONNX;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    ExportCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Path source = modelFile;
        Path file = target;
        if (source == null || file == null) {
            throw new IllegalStateException("MODEL and --output are required");
        }
        output.check();
        output.checkWritable("--output", file);
        Format format = chosen != null ? chosen : formatOf(file);
        if (softmax && format != Format.ONNX) {
            throw usage("--softmax goes with --format onnx");
        }
        ModelFile.Model model = ModelFile.read(source);
        if (softmax && model.loss() != Loss.CROSS_ENTROPY) {
            throw usage("--softmax goes with networks trained with cross-entropy, but " + source + " was trained with "
                    + model.loss().label());
        }
        switch (format) {
            case ONNX -> OnnxFile.write(file, model, softmax, Version.number());
            case SAFETENSORS -> ModelFile.write(file, model, Map.of("atelier_version", Version.number()));
        }
        report(file, format, model);
        return ExitCode.DONE.code();
    }

    private void report(Path file, Format format, ModelFile.Model model) {
        if (!output.quiet()) {
            PrintStream text = output.text(surroundings);
            text.println(Lines.wrap(
                    "wrote    " + file + ": network " + model.weights().spec() + " as " + format.label()
                            + (format == Format.ONNX
                                    ? ", operator set " + OnnxFile.OPSET + ", IR version " + OnnxFile.IR_VERSION
                                    : "")));
            text.flush();
        }
        output.writeJson(surroundings, json -> {
            json.writeStringProperty("file", file.toString());
            json.writeStringProperty("format", format.label());
            if (format == Format.ONNX) {
                json.writeNumberProperty("opset", OnnxFile.OPSET);
                json.writeNumberProperty("ir_version", OnnxFile.IR_VERSION);
            }
        });
    }

    private Format formatOf(Path file) {
        for (Format format : Format.values()) {
            if (file.toString().toLowerCase(Locale.ROOT).endsWith("." + format.label())) {
                return format;
            }
        }
        throw usage("--format: " + file + " ends with neither .safetensors nor .onnx, so say which it is to be");
    }

    private ParameterException usage(String message) {
        CommandSpec own = spec;
        if (own == null) {
            throw new IllegalArgumentException(message);
        }
        return new ParameterException(own.commandLine(), message);
    }
}
