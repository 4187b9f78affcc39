package dev.atelier.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.engine.backend.Activation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Trains the default network from the command line to its end on each backend: on MNIST where it is at hand, else on the
 * synthetic digits, which are harder.
 */
class TrainingIT {
    @TempDir
    static Path folder;

    /** Where the sources lie beside a copy of MNIST. */
    private static final Path NEIGHBOUR = Path.of("..", "..", "shared", "mnist");

    private static final boolean MNIST = mnistFolder() != null;

    private static String mnistFolder() {
        String variable = System.getenv("MNIST_DIR");
        if (variable != null && !variable.isEmpty()) {
            return variable;
        }
        return Files.isDirectory(NEIGHBOUR) ? NEIGHBOUR.toAbsolutePath().toString() : null;
    }

    private static Map<String, Object> train(String backend, String... more) {
        List<String> args = new ArrayList<>(List.of("train", "--backend", backend, "--json", "-"));
        args.addAll(List.of("--data", MNIST ? "mnist" : "synthetic"));
        args.addAll(List.of(more));
        return Session.parseJson(run(args));
    }

    /** Runs a command in a process of its own, as people do, and returns what it printed. */
    private static String run(List<String> args) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path"),
                Atelier.class.getName()));
        command.addAll(args);
        Path errors = folder.resolve("errors");
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
        builder.environment().put("ATELIER_CACHE", folder.resolve("cache").toString());
        if (MNIST) {
            builder.environment().put("MNIST_DIR", mnistFolder());
        }
        try {
            Process process = builder.start();
            String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor())
                    .as("%s: %s", args, Files.readString(errors))
                    .isZero();
            return out;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(String.join(" ", args), e);
        }
    }

    @Test
    @SuppressWarnings("unchecked")
    void bothBackendsLearnAlike() {
        Map<String, Object> cpu = train("cpu", "--epochs", "2");
        Map<String, Object> opencl = train("opencl", "--epochs", "2");
        double accuracy = (double) cpu.get("test_accuracy");
        assertThat(accuracy).isGreaterThan(MNIST ? 0.975 : 0.95);
        assertThat((double) opencl.get("test_accuracy")).isBetween(accuracy - 0.003, accuracy + 0.003);
        List<Double> expected = (List<Double>) cpu.get("first_losses");
        List<Double> found = (List<Double>) opencl.get("first_losses");
        assertThat(found).hasSize(10);
        for (int i = 0; i < 10; i++) {
            assertThat(found.get(i) / expected.get(i))
                    .as("loss of step %d", i + 1)
                    .isBetween(1 - 1e-4, 1 + 1e-4);
        }
    }

    /** A fresh cache in each round, so that the driver compiles between two runs on the CPU. */
    @Test
    void backendsTakeTurnsInOneProcess() {
        List<List<Object>> turns = new ArrayList<>();
        for (String backend : List.of("cpu", "opencl", "cpu", "opencl", "cpu")) {
            Map<String, String> environment = new HashMap<>();
            environment.put(
                    "ATELIER_CACHE", folder.resolve("turn-" + turns.size()).toString());
            if (MNIST) {
                environment.put("MNIST_DIR", mnistFolder());
            }
            Map<String, Object> result = Session.runWith(
                            environment,
                            "train",
                            "--backend",
                            backend,
                            "--data",
                            MNIST ? "mnist" : "synthetic",
                            "--epochs",
                            "1",
                            "--json",
                            "-")
                    .json();
            turns.add(List.of(backend, result.get("first_losses"), result.get("test_accuracy")));
        }
        assertThat(turns.get(2)).isEqualTo(turns.get(0));
        assertThat(turns.get(4)).isEqualTo(turns.get(0));
        assertThat(turns.get(3)).isEqualTo(turns.get(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "opencl"})
    void sameSeedGivesTheSameModelFile(String backend) throws IOException {
        Path one = folder.resolve(backend + "-1");
        Path two = folder.resolve(backend + "-2");
        train(backend, "--epochs", "1", "--threads", "1", "--save-model", one.toString());
        train(backend, "--epochs", "1", "--threads", "2", "--save-model", two.toString());
        assertThat(Files.mismatch(one, two)).isEqualTo(-1);
        String evaluated = run(List.of("eval", one.toString(), "--backend", backend, "--data", "synthetic", "--quiet"));
        assertThat(evaluated).startsWith("result");
    }

    /** The identity makes the network linear, and is left out. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "IDENTITY")
    void everyActivationLearns(Activation activation) {
        for (String backend : List.of("cpu", "opencl")) {
            Map<String, Object> result = train(backend, "--epochs", "2", "--activation", activation.label());
            assertThat((double) result.get("test_accuracy"))
                    .as("%s on %s", activation, backend)
                    .isGreaterThan(MNIST ? 0.95 : 0.90);
        }
    }
}
