package dev.atelier.runner.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.runner.ExitCode;
import dev.atelier.runner.Session;
import dev.atelier.runner.lab.Experiment;
import dev.atelier.runner.lab.Lab;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabCommandTest {
    @TempDir
    Path folder;

    private Session run(String... args) {
        return Session.run(
                folder, Stream.concat(Stream.of("lab"), Stream.of(args)).toArray(String[]::new));
    }

    @Test
    void theListNamesEveryExperimentOnce() {
        String list = run("list").out();
        assertThat(list.lines()).hasSize(Lab.experiments().size());
        assertThat(Lab.experiments())
                .extracting(Experiment::name)
                .doesNotHaveDuplicates()
                .allSatisfy(name -> assertThat(list).contains(name + " "));
        assertThat(run().out()).isEqualTo(list);
    }

    /** Those that need no images, with seeds that nobody tried before; the others run on MNIST in {@code LabIT}. */
    @ParameterizedTest
    @ValueSource(strings = {"7", "20261126"})
    void claimsThatNeedNoImagesHoldWithAnySeed(String seed) throws Exception {
        Path page = folder.resolve("lab.html");
        Session session = run(
                "run",
                "neuron",
                "collapse",
                "descent",
                "error-signal",
                "backprop",
                "universal",
                "apartment",
                "markov",
                "--backend",
                "cpu",
                "--seed",
                seed,
                "--html",
                page.toString(),
                "--png",
                folder.resolve("png").toString(),
                "--json",
                "-");
        assertThat(session.exitCode()).as(session.err()).isZero();
        List<?> findings = (List<?>) session.json().get("findings");
        assertThat(findings)
                .hasSize(8)
                .allSatisfy(finding ->
                        assertThat(((Map<?, ?>) finding).get("holds")).hasToString("true"));
        assertThat(session.err().lines())
                .as("80 columns")
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
        String html = Files.readString(page);
        assertThat(html).contains("The lecture claims: ", "<svg").doesNotContain("http", "<script");
        assertThat(html.split("Verdict: the claim holds", -1)).hasSize(9);
        try (Stream<Path> pictures = Files.list(folder.resolve("png"))) {
            assertThat(pictures.collect(Collectors.toList()))
                    .hasSize(7)
                    .allSatisfy(picture ->
                            assertThat(ImageIO.read(picture.toFile())).isNotNull());
        }
    }

    @Test
    void theSameSeedFindsTheSame() {
        Session one = run("run", "apartment", "markov", "--backend", "cpu", "--json", "-", "--quiet");
        Session two = run("run", "apartment", "markov", "--backend", "cpu", "--json", "-", "--quiet");
        assertThat(one.json()).isEqualTo(two.json());
        assertThat(one.err().lines()).containsExactly("apartment     holds", "markov        holds");
    }

    @Test
    void unknownNamesAreOneLine() {
        Session session = run("run", "colapse");
        assertThat(session.exitCode()).isEqualTo(ExitCode.USAGE.code());
        assertThat(session.err())
                .hasLineCount(1)
                .contains("there is no experiment 'colapse'; 'atelier lab list' names them");
        assertThat(run("run").err()).contains("run needs the names of experiments, or all");
        assertThat(run("all", "--html", folder.resolve("none/x.html").toString())
                        .err())
                .contains("--html: there is no folder");
    }
}
