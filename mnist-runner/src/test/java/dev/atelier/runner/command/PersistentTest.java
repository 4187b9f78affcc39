package dev.atelier.runner.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.runner.ExitCode;
import dev.atelier.runner.Session;
import dev.atelier.runner.data.Bars;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs whose launches do many steps. */
class PersistentTest {
    @TempDir
    Path folder;

    @BeforeEach
    void drawBars() throws IOException {
        Bars.writeFolder(folder.resolve("data"), 1);
    }

    private Session train(String... more) {
        List<String> arguments = new ArrayList<>(List.of("train", "--backend", "opencl"));
        arguments.addAll(List.of("--data", folder.resolve("data").toString()));
        arguments.addAll(List.of(more));
        return Session.run(folder, arguments.toArray(String[]::new));
    }

    private Session trainFourEpochs(String... more) {
        List<String> arguments = new ArrayList<>(List.of("--hidden", "7", "--batch-size", "32", "--epochs", "4"));
        arguments.addAll(List.of(more));
        return train(arguments.toArray(String[]::new));
    }

    @Test
    @SuppressWarnings("unchecked")
    void theRunIsThatOfOrdinaryStepsAndSaysWhatItDoes() {
        Session plain = trainFourEpochs("--json", "-");
        Session persistent = trainFourEpochs("--persistent", "--json", "-");
        assertThat(persistent.exitCode()).as(persistent.err()).isZero();
        assertThat(persistent.err()).contains("steps    many in one launch (--persistent)");
        assertThat(persistent.json())
                .containsEntry("persistent", "true")
                .containsEntry("steps", plain.json().get("steps"));
        assertThat(plain.json()).doesNotContainKey("persistent");
        List<Double> wanted = (List<Double>) plain.json().get("first_losses");
        List<Double> losses = (List<Double>) persistent.json().get("first_losses");
        assertThat(losses).hasSameSizeAs(wanted);
        for (int i = 0; i < wanted.size(); i++) {
            assertThat(losses.get(i)).isCloseTo(wanted.get(i), Offset.offset(1e-5 * (i + 1)));
        }
        assertThat((double) persistent.json().get("test_accuracy")).isGreaterThan(0.95);
    }

    @Test
    void itGoesOnFromAnyStepWithTheSameBits() throws IOException {
        Path whole = folder.resolve("whole");
        Path resumed = folder.resolve("resumed");
        Path checkpoints = folder.resolve("checkpoints");
        assertThat(trainFourEpochs("--persistent", "--save-model", whole.toString())
                        .exitCode())
                .isZero();
        assertThat(trainFourEpochs(
                                "--persistent",
                                "--checkpoint-dir",
                                checkpoints.toString(),
                                "--checkpoint-every",
                                "7",
                                "--keep",
                                "99")
                        .exitCode())
                .isZero();
        List<Path> saved;
        try (Stream<Path> files = Files.list(checkpoints)) {
            saved = files.filter(path -> path.toString().endsWith(".safetensors"))
                    .toList();
        }
        assertThat(saved).hasSizeGreaterThanOrEqualTo(6);
        for (Path checkpoint : saved) {
            Session session = train(
                    "--resume",
                    checkpoint.toString(),
                    "--checkpoint-dir",
                    folder.resolve("from " + checkpoint.getFileName()).toString(),
                    "--save-model",
                    resumed.toString());
            assertThat(session.exitCode()).as(session.err()).isZero();
            assertThat(session.out()).contains("many in one launch");
            assertThat(resumed).as("%s", checkpoint).hasSameBinaryContentAs(whole);
        }
        Session onTheCpu = Session.run(
                folder,
                "train",
                "--resume",
                saved.get(0).toString(),
                "--checkpoint-dir",
                folder.resolve("cpu").toString(),
                "--data",
                folder.resolve("data").toString(),
                "--backend",
                "cpu",
                "--persistent=false",
                "--quiet");
        assertThat(onTheCpu.exitCode()).as(onTheCpu.err()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "--dropout 0.1; many steps in one launch do not go with dropout",
                "--loss mse; many steps in one launch do not go with the loss mse",
                "--augment affine; many steps in one launch do not go with distorted images",
                "--label-smoothing 0.1; many steps in one launch do not go with label smoothing",
                "--clip-norm 1; many steps in one launch do not go with clipping of gradients",
                "--ema 0.9; many steps in one launch do not go with an average of the weights",
                "--stop-grad-norm 1e-3; many steps in one launch do not go with a rule that measures steps",
                "--hidden 8,8; --persistent goes with one hidden layer, but the network is 12-8-8-3",
                "--hidden none; --persistent goes with one hidden layer, but the network is 12-3"
            })
    void whatItDoesNotGoWithIsAUsageError(String options, String message) {
        List<String> arguments = new ArrayList<>(List.of("--persistent"));
        arguments.addAll(List.of(options.split(" ", -1)));
        Session session = train(arguments.toArray(String[]::new));
        assertThat(session.exitCode()).isEqualTo(ExitCode.USAGE.code());
        assertThat(session.err()).contains(message);
    }

    @Test
    void aDeviceThatCanNotSaysWhy() {
        Session session = train("--persistent", "--hidden", "1000000");
        assertThat(session.exitCode()).isEqualTo(ExitCode.DEVICE.code());
        assertThat(session.err()).contains("one launch can't do many steps on this device: with ");
        Session cpu =
                Session.run(folder, "train", "--data", "" + folder.resolve("data"), "--backend", "cpu", "--persistent");
        assertThat(cpu.exitCode()).isEqualTo(ExitCode.USAGE.code());
        assertThat(cpu.err()).contains("--persistent goes with the opencl backend, not with cpu");
    }
}
