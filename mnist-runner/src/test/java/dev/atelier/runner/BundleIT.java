package dev.atelier.runner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.runner.bundle.Bundle;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The bundle runs where there is no Java; made once, out of the jars that the build has just packed. */
class BundleIT {
    private static final long MOST_BYTES = 60_000_000;

    @TempDir
    static Path folder;

    private static Path archive;
    private static Path root;

    @BeforeAll
    static void makeAndUnpack() throws IOException, InterruptedException {
        archive = folder.resolve("the bundle.tar.gz");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + folder,
                "-cp",
                "target/mnist-runner.jar" + File.pathSeparator + "target/lib/*",
                Atelier.class.getName(),
                "bundle",
                "--output",
                archive.toString()));
        assertThat(run(new ProcessBuilder(command))).contains("result   " + archive);
        Path spaces = Files.createDirectories(folder.resolve("a folder with spaces"));
        run(new ProcessBuilder("tar", "-xzf", archive.toString(), "-C", spaces.toString()));
        root = spaces.resolve(Bundle.FOLDER);
    }

    private static String run(ProcessBuilder builder) throws IOException, InterruptedException {
        Path out = folder.resolve("out");
        Process process =
                builder.redirectErrorStream(true).redirectOutput(out.toFile()).start();
        assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(out)).isZero();
        return Files.readString(out);
    }

    /** Runs the bundle's launcher with these variables alone. */
    private static String atelier(Map<String, String> environment, String... args)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(
                Stream.concat(Stream.of(root.resolve("atelier").toString()), Stream.of(args))
                        .toList());
        builder.directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return run(builder);
    }

    @Test
    void isSmall() throws IOException {
        assertThat(Files.size(archive)).isLessThan(MOST_BYTES);
    }

    @Test
    void holdsNativeCodeOfItsPlatformAlone() throws IOException {
        List<String> natives = new ArrayList<>();
        try (Stream<Path> jars = Files.list(root.resolve("lib"))) {
            for (Path jar : jars.toList()) {
                try (ZipFile zip = new ZipFile(jar.toFile())) {
                    Collections.list(zip.entries()).stream()
                            .map(ZipEntry::getName)
                            .filter(name -> name.matches(".*\\.(so|dll|dylib|jnilib|a)"))
                            .forEach(natives::add);
                }
            }
        }
        assertThat(natives)
                .as("LWJGL's, JOCL's, JNA's and XGBoost's")
                .hasSize(4)
                .allMatch(name -> name.contains("linux") && name.matches(".*(x86-64|x86_64|x64).*\\.so"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "PATH"})
    void listsDevicesWithoutAnyEnvironment(String emptyVariable) throws IOException, InterruptedException {
        String devices = atelier(emptyVariable.isEmpty() ? Map.of() : Map.of(emptyVariable, ""), "devices");
        assertThat(devices).contains("cpu     usable", "Vector API", "opencl  usable");
        assertThat(devices).doesNotContain("WARNING");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "opencl"})
    void trainsWithoutAnyEnvironment(String backend) throws IOException, InterruptedException {
        String text = atelier(
                Map.of("ATELIER_CACHE", folder.resolve("cache").toString()),
                "train",
                "--backend",
                backend,
                "--data",
                "synthetic",
                "--epochs",
                "1",
                "--hidden",
                "64");
        assertThat(text).contains("network  784-64-10").containsPattern("result   [89]\\d\\.\\d\\d % of 10,000");
    }

    @Test
    void drawsPicturesAndRefusesWhatNeedsTheSources() throws IOException, InterruptedException {
        Path model = folder.resolve("model");
        atelier(
                Map.of("ATELIER_CACHE", folder.resolve("cache").toString()),
                "train",
                "--backend",
                "cpu",
                "--data",
                "synthetic",
                "--epochs",
                "1",
                "--hidden",
                "8",
                "--save-model",
                model.toString());
        Path pictures = folder.resolve("pictures");
        Path page = folder.resolve("page.html");
        atelier(
                Map.of("ATELIER_CACHE", folder.resolve("cache").toString()),
                "report",
                model.toString(),
                "--backend",
                "cpu",
                "--data",
                "synthetic",
                "--html",
                page.toString(),
                "--png",
                pictures.toString());
        assertThat(page).content().contains("<svg", "data:image/png");
        assertThat(pictures.resolve("weights.png")).isNotEmptyFile();
        assertThat(pictures.resolve("shift.png")).isNotEmptyFile();
        Process process = new ProcessBuilder(root.resolve("atelier").toString(), "test").start();
        assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("error: 'test' needs the sources; a bundle has none\n");
        assertThat(process.waitFor()).isEqualTo(2);
    }

    @Test
    void boostsTreesWithoutAnyEnvironment() throws IOException, InterruptedException {
        assertThat(atelier(Map.of(), "lab", "run", "apartment", "--backend", "cpu"))
                .contains("verdict  holds");
    }

    /** Ctrl-C reaches all processes of a terminal's foreground, which setsid makes a group of. */
    @Test
    void servesTheLivePageUntilCtrlC() throws IOException, InterruptedException {
        Path errors = folder.resolve("serve-errors");
        ProcessBuilder builder = new ProcessBuilder(
                "setsid", root.resolve("atelier").toString(), "serve", "--port", "0", "--data", "synthetic");
        builder.environment().put("ATELIER_CACHE", folder.resolve("cache").toString());
        Process process = builder.redirectError(errors.toFile()).start();
        try {
            BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
            String line = out.readLine();
            while (line != null && !line.startsWith("serving  ")) {
                line = out.readLine();
            }
            assertThat(line).as(Files.readString(errors)).isNotNull();
            Set<String> parts = new LinkedHashSet<>(List.of(""));
            Set<String> seen = new HashSet<>();
            while (!seen.equals(parts)) {
                for (String part : List.copyOf(parts)) {
                    if (seen.add(part)) {
                        parts.addAll(partsOf(line.split(" +", -1)[1] + part));
                    }
                }
            }
            assertThat(parts).contains("page.css", "live.css", "live.js", "draw.js", "icon.svg");
            new ProcessBuilder("kill", "-INT", "--", "-" + process.pid())
                    .start()
                    .waitFor();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            assertThat(errors).content().doesNotContain("error", "\tat ");
        } finally {
            process.destroyForcibly();
        }
    }

    /** Loads a part of the page and returns the names of those that it loads. */
    private static List<String> partsOf(String url) throws IOException {
        try (InputStream in = URI.create(url).toURL().openStream()) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Pattern.compile("(?:href=|src=|from )\"(?:\\./)?([a-z]+\\.[a-z]+)\"")
                    .matcher(text)
                    .results()
                    .map(found -> found.group(1))
                    .toList();
        }
    }

    @Test
    void otherPlatformsAreRefusedByName() {
        assertThat(Bundle.platformFault("Linux", "amd64")).isEmpty();
        assertThat(Bundle.platformFault("Mac OS X", "aarch64"))
                .isEqualTo("a bundle is for Linux on x86-64 and can be made there only, not on Mac OS X on aarch64");
        assertThat(Bundle.platformFault("Linux", "aarch64")).isNotEmpty();
    }
}
