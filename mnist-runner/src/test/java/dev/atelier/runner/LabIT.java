package dev.atelier.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The experiments that train on images, on MNIST where {@code MNIST_DIR} says where it is, else on synthetic digits. */
class LabIT {
    @TempDir
    Path folder;

    @Test
    void theClaimsAboutImagesHold() throws Exception {
        Map<String, String> environment = new TreeMap<>(Map.of("ATELIER_CACHE", folder.toString()));
        String mnist = System.getenv("MNIST_DIR");
        String data = "synthetic";
        if (mnist != null) {
            environment.put("MNIST_DIR", mnist);
            data = "mnist";
        }
        Path page = folder.resolve("lab.html");
        Session session = Session.runWith(
                environment,
                "lab",
                "run",
                "activations",
                "parameters",
                "detect",
                "shift",
                "traditional",
                "--backend",
                "cpu",
                "--data",
                data,
                "--seed",
                "5",
                "--html",
                page.toString(),
                "--json",
                "-");
        assertThat(session.exitCode()).as(session.err()).isZero();
        assertThat((List<?>) session.json().get("findings")).hasSize(5);
        assertThat(Files.size(page)).isLessThan(2_000_000);
        assertThat(Files.readString(page).split("data:image/png", -1))
                .as("the weights of 24 neurons")
                .hasSize(25);
    }
}
