package dev.atelier.runner.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.runner.ExitCode;
import dev.atelier.runner.Session;
import dev.atelier.runner.data.Bars;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TrainCommandTest {
    @TempDir
    Path folder;

    @BeforeEach
    void drawBars() throws IOException {
        Bars.writeFolder(folder, 1);
    }

    /** Returns a command of four epochs, unless {@code more} says how many. */
    private String[] arguments(String... more) {
        List<String> arguments = new ArrayList<>(List.of("train", "--data", folder.toString(), "--backend", "cpu"));
        arguments.addAll(List.of("--hidden", "16", "--batch-size", "32"));
        if (!List.of(more).contains("--epochs")) {
            arguments.addAll(List.of("--epochs", "4"));
        }
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    private Session train(String... more) {
        return Session.run(folder, arguments(more));
    }

    @Test
    void jsonSaysWhenTheFirstStepWasDone() {
        long before = ManagementFactory.getRuntimeMXBean().getUptime();
        Session session = train("--json", "-");
        long after = ManagementFactory.getRuntimeMXBean().getUptime();
        // The JVM rounds the time of its start to milliseconds, and so does the clock.
        assertThat((double) session.json().get("first_step_seconds"))
                .isBetween((before - 2) * 1e-3, (after + 2) * 1e-3);
    }

    @Test
    @SuppressWarnings("unchecked")
    void jsonSaysWhatWasDone() {
        Session session = train("--json", "-", "--seed", "7", "--activation", "elu:0.5");
        assertThat(session.exitCode()).isZero();
        Map<String, Object> json = session.json();
        assertThat(json)
                .containsEntry("backend", "cpu")
                .containsEntry("precision", "fp32")
                .containsEntry("dataset", folder.toString())
                .containsEntry("layers", List.of(12L, 16L, 3L))
                .containsEntry("parameters", 12L * 16 + 16 + 16 * 3 + 3)
                .containsEntry("activation", "elu:0.5")
                .containsEntry("loss", "cross-entropy")
                .containsEntry("optimizer", "nesterov")
                .containsEntry("epochs", 4L)
                .containsEntry("batch_size", 32L)
                .containsEntry("seed", 7L)
                .containsEntry("stopped_by", "epochs")
                .containsKeys("device", "train_seconds", "samples_per_second", "test_loss");
        assertThat((double) json.get("test_accuracy")).isBetween(0.95, 1.0);
        List<Map<String, Object>> history = (List<Map<String, Object>>) json.get("history");
        assertThat(history).hasSize(4);
        assertThat(history.get(3)).containsKeys("epoch", "train_loss", "test_accuracy", "seconds");
        assertThat(history.get(3)).containsEntry("test_accuracy", json.get("test_accuracy"));
        assertThat((double) history.get(3).get("train_loss"))
                .isLessThan((double) history.get(0).get("train_loss"));
        assertThat((List<Object>) json.get("first_losses")).hasSize(10);
        assertThat(session.err()).contains("epoch 4/4").contains("result ");
    }

    @Test
    void jsonFileLeavesTheTextWhereItIs() throws IOException {
        Path file = folder.resolve("result.json");
        Session session = train("--json", file.toString());
        assertThat(session.out())
                .contains("network  12-16-3, relu")
                .contains("epoch 4/4")
                .contains("% of 60 test");
        assertThat(session.err()).isEmpty();
        assertThat(Session.parseJson(Files.readString(file))).containsEntry("stopped_by", "epochs");
    }

    @Test
    void quietPrintsTheResultAlone() {
        Session session = train("--quiet");
        assertThat(session.out().lines()).singleElement().asString().startsWith("result ");
        assertThat(session.err()).isEmpty();
    }

    @Test
    void sameSeedGivesTheSameFileForAnyNumberOfThreads() throws IOException {
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        Path other = folder.resolve("other");
        train("--save-model", first.toString(), "--threads", "1");
        train("--save-model", second.toString(), "--threads", "2");
        train("--save-model", other.toString(), "--seed", "2");
        assertThat(second).hasSameBinaryContentAs(first);
        assertThat(Files.mismatch(first, other)).isNotNegative();
    }

    @Test
    void evalFindsWhatTrainingFound() {
        Path model = folder.resolve("model.safetensors");
        for (String[] choice : new String[][] {{"--activation", "tanh", "--loss", "mse"}, {"--warmup", "0"}}) {
            Session trained =
                    train(Stream.concat(Stream.of("--json", "-", "--save-model", model.toString()), Stream.of(choice))
                            .toArray(String[]::new));
            Session evaluated = Session.run(
                    folder, "eval", model.toString(), "--data", folder.toString(), "--backend", "cpu", "--json", "-");
            assertThat(evaluated.exitCode()).as(evaluated.err()).isZero();
            assertThat(evaluated.json())
                    .containsEntry("test_accuracy", trained.json().get("test_accuracy"))
                    .containsEntry("test_loss", trained.json().get("test_loss"))
                    .containsEntry("samples", 60L)
                    .containsEntry("split", "test");
        }
        Session onTrain = Session.run(
                folder,
                "eval",
                model.toString(),
                "--data",
                folder.toString(),
                "--backend",
                "cpu",
                "--split",
                "train",
                "--json",
                "-");
        assertThat(onTrain.json()).containsEntry("samples", 300L).containsKey("train_accuracy");
    }

    /** Together, on data that a network of this size learns; the average is what is saved, so eval finds the same. */
    @ParameterizedTest
    @ValueSource(strings = {"constant", "step", "cosine", "one-cycle"})
    void schedulesAndRegularisationTrain(String schedule) {
        Path model = folder.resolve("model.safetensors");
        Session session = train(
                "--schedule",
                schedule,
                "--dropout",
                "0.1",
                "--label-smoothing",
                "0.05",
                "--clip-norm",
                "1",
                "--ema",
                "0.9",
                "--epochs",
                "20",
                "--json",
                "-",
                "--save-model",
                model.toString());
        assertThat(session.exitCode()).as(session.err()).isZero();
        assertThat(session.err())
                .containsPattern("with     dropout 0\\.1, label smoothing 0\\.05, gradients clipped to 1\\.0, average"
                        + "\\R         of weights 0\\.9");
        assertThat(session.json())
                .containsEntry("schedule", schedule)
                .containsEntry("dropout", 0.1)
                .containsEntry("label_smoothing", 0.05)
                .containsEntry("clip_norm", 1.0)
                .containsEntry("ema", 0.9);
        assertThat((Double) session.json().get("test_accuracy")).isGreaterThan(0.9);
        Session evaluated = Session.run(
                folder, "eval", model.toString(), "--data", folder.toString(), "--backend", "cpu", "--json", "-");
        assertThat(evaluated.json()).containsEntry("test_loss", session.json().get("test_loss"));
    }

    @Test
    void eachRuleStopsTheRun() {
        assertThat(train("--json", "-", "--epochs", "500", "--target-accuracy", "0.9")
                        .json())
                .containsEntry("stopped_by", "target");
        assertThat(train("--json", "-", "--epochs", "1000000", "--max-time", "0.2")
                        .json())
                .containsEntry("stopped_by", "time");
        assertThat(train("--json", "-", "--epochs", "5000", "--patience", "3").json())
                .containsEntry("stopped_by", "patience")
                .containsEntry("validation_samples", 50L);
        assertThat(train("--json", "-", "--epochs", "50", "--stop-weight-change", "1000")
                        .json())
                .containsEntry("stopped_by", "weight-change");
        assertThat(train("--json", "-", "--epochs", "50", "--stop-grad-norm", "1000")
                        .json())
                .containsEntry("stopped_by", "grad-norm");
    }

    @Test
    void missedTargetIsSaidByTheExitCodeAndTheResultIsStillThere() {
        Path model = folder.resolve("model");
        Session session =
                train("--lr", "1e-9", "--target-accuracy", "1", "--json", "-", "--save-model", model.toString());
        assertThat(session.exitCode()).isEqualTo(ExitCode.TARGET_MISSED.code());
        assertThat(session.json()).containsEntry("stopped_by", "epochs");
        assertThat(model).exists();
    }

    @Test
    void terminalGetsABarOfAtMost79Columns() {
        Session session = Session.runOnTerminal(folder, arguments());
        assertThat(session.out()).contains("\r").contains("[#");
        for (String drawn : session.out().split("[\r\n]+", -1)) {
            if (drawn.startsWith("epoch")) {
                assertThat(drawn.stripTrailing().length()).as(drawn).isLessThan(80);
            }
        }
    }

    @Test
    void syntheticDigitsAreAnnouncedAndRepeatedInTheResult() {
        Session session = Session.run(
                folder.resolve("cache"),
                "train",
                "--offline",
                "--backend",
                "cpu",
                "--hidden",
                "4",
                "--max-time",
                "0.05",
                "--epochs",
                "1");
        assertThat(session.exitCode()).isZero();
        assertThat(session.err()).contains("WARNING: MNIST IS NOT HERE");
        assertThat(session.out()).contains(" synthetic digits right (not MNIST), ");
    }

    @Test
    void distortionsAreNamedAndRepeatable() {
        Session plain = train("--json", "-");
        assertThat(plain.json()).containsEntry("augment", "none").doesNotContainKey("rotate");
        String[] elastic = {"--augment", "elastic", "--rotate", "5", "--elastic-sigma", "1.5", "--json", "-"};
        Map<String, Object> first = train(elastic).json();
        assertThat(first)
                .containsEntry("augment", "elastic")
                .containsEntry("rotate", 5.0)
                .containsEntry("scale", 0.1)
                .containsEntry("elastic_alpha", 30.0)
                .containsEntry("elastic_sigma", 1.5);
        assertThat(train(elastic).json().get("first_losses")).isEqualTo(first.get("first_losses"));
        assertThat(first.get("first_losses")).isNotEqualTo(plain.json().get("first_losses"));
        assertThat(train("--augment", "affine", "--shift", "2").out())
                .contains("augment  affine, rotate 10, scale 0.1, shear 0.08, shift 2\n");
    }

    @Test
    void distortionsThatCantBeAreUsageErrors() {
        String[][] cases = {
            {"--rotate", "5", "--rotate goes with --augment affine or elastic, not with none"},
            {
                "--augment",
                "affine",
                "--elastic-alpha",
                "3",
                "--elastic-alpha goes with --augment elastic, not with affine"
            },
            {"--augment", "affine", "--rotate", "181", "--augment affine: rotation must be from 0 to 180, but is 181.0"
            },
            {"--augment", "elastic", "--elastic-alpha", "0", "--elastic-alpha must be above 0"},
            {"--augment", "elastic", "--elastic-sigma", "0.1", "elastic sigma must be at least 0.16 for images of 4 x 3"
            },
            {"--augment", "elastics", "elastics"}
        };
        for (String[] arguments : cases) {
            Session session = train(Arrays.copyOf(arguments, arguments.length - 1));
            assertThat(session.exitCode()).as(session.err()).isEqualTo(ExitCode.USAGE.code());
            assertThat(session.err()).contains(arguments[arguments.length - 1]);
        }
    }
}
