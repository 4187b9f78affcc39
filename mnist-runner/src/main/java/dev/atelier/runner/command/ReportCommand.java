package dev.atelier.runner.command;

import dev.atelier.runner.CommandFailure;
import dev.atelier.runner.ExitCode;
import dev.atelier.runner.Surroundings;
import dev.atelier.runner.data.FileFault;
import dev.atelier.runner.model.ImageSize;
import dev.atelier.runner.model.ModelFile;
import dev.atelier.runner.report.WeightsPicture;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Draws what a saved network learned. */
@Command(
        name = "report",
        description = "Draws what a saved network learned.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ReportCommand implements Callable<Integer> {
    private static final int COLUMNS = 20;
    private static final int ROWS = 5;

    private final Surroundings surroundings;

    @Parameters(paramLabel = "MODEL", description = "A safetensors file, from train --save-model or from PyTorch.")
    private @Nullable Path modelFile;

    @Option(
            names = "--png",
            paramLabel = "DIR",
            required = true,
            description =
                    "Writes pictures to this folder: weights.png, what the 100 most important neurons of the first"
                            + " layer look for.")
    private @Nullable Path folder;

    @Mixin
    private final OutputOptions output = new OutputOptions();

    ReportCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public Integer call() {
        Path file = modelFile;
        Path target = folder;
        if (file == null || target == null) {
            throw new IllegalStateException("MODEL and --png are required");
        }
        output.check();
        ModelFile.Model model = ModelFile.read(file);
        ImageSize size = ImageSize.of(file, model);
        BufferedImage picture = WeightsPicture.draw(model.weights(), size.height(), size.width(), COLUMNS, ROWS);
        Path weights = target.resolve("weights.png");
        try {
            Files.createDirectories(target);
            ImageIO.write(picture, "png", weights.toFile());
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.FAILURE, weights + ": can't be written: " + FileFault.reason(e), e);
        }
        if (!output.quiet()) {
            output.text(surroundings).println("wrote " + weights);
        }
        output.writeJson(surroundings, json -> json.writeStringProperty("weights", weights.toString()));
        return ExitCode.DONE.code();
    }
}
