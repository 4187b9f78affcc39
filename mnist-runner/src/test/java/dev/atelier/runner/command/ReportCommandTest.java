package dev.atelier.runner.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.runner.ExitCode;
import dev.atelier.runner.Session;
import dev.atelier.runner.chart.Chart;
import dev.atelier.runner.data.Bars;
import dev.atelier.runner.model.Safetensors;
import dev.atelier.runner.model.SafetensorsReader;
import dev.atelier.runner.model.SafetensorsWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportCommandTest {
    @TempDir
    static Path folder;

    @BeforeAll
    static void drawBars() throws IOException {
        Bars.writeFolder(folder.resolve("data"), 1);
    }

    private static String file(String name) {
        return folder.resolve(name).toString();
    }

    private static Session run(String command, String... args) {
        List<String> all = new ArrayList<>(List.of(command, "--backend", "cpu", "--data", file("data")));
        all.addAll(List.of(args));
        return Session.run(folder, all.toArray(String[]::new));
    }

    private static String page(String name) throws IOException {
        String html = Files.readString(folder.resolve(name));
        assertThat(html).startsWith("<!DOCTYPE html>").endsWith("</html>\n");
        assertThat(html).as("nothing comes from elsewhere").doesNotContain("http", "<script", "@import", "url(");
        assertThat(Files.size(folder.resolve(name))).isLessThan(2_000_000);
        return html;
    }

    @ParameterizedTest
    @CsvSource({"cross-entropy, 9", "cross-entropy, none", "cross-entropy, '8,7'", "mse, 9"})
    void trainingWritesAPageThatSaysWhatTheResultSays(String loss, String hidden) throws IOException {
        Session train = run(
                "train",
                "--loss",
                loss,
                "--hidden",
                hidden,
                "--epochs",
                "3",
                "--report",
                file("page.html"),
                "--save-model",
                file("model.safetensors"),
                "--json",
                "-");
        assertThat(train.exitCode()).as(train.err()).isZero();
        double accuracy = ((Number) train.json().get("test_accuracy")).doubleValue();
        String html = page("page.html");
        assertThat(html)
                .contains(
                        String.format(Locale.ROOT, "<dt>of 60 test images right</dt><dd>%.2f %%</dd>", 100 * accuracy))
                .contains("Loss by epoch", "Error by epoch", "Which class is taken for which", ">nesterov</td>")
                .doesNotContain("NaN");
        assertThat(html.contains("expected calibration error")).isEqualTo(loss.equals("cross-entropy"));
        assertThat(html.contains("the classes that each speaks for most")).isNotEqualTo(hidden.equals("none"));
        Session report = run("report", file("model.safetensors"), "--html", file("later.html"));
        assertThat(report.exitCode()).as(report.err()).isZero();
        // The file says how it was trained, but not how long that took.
        String later = page("later.html");
        assertThat(chart(later, "Loss by epoch")).isEqualTo(chart(html, "Loss by epoch"));
        assertThat(later).contains(">nesterov</td>").doesNotContain("training time");
    }

    private static String chart(String html, String title) {
        int at = html.indexOf(">" + title + "<");
        assertThat(at).as(title).isPositive();
        return html.substring(at, html.indexOf("</svg>", at));
    }

    private static void write(String name, Safetensors content) throws IOException {
        try (FileChannel channel =
                FileChannel.open(folder.resolve(name), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            SafetensorsWriter.write(channel, content);
        }
    }

    /** A model of another program says nothing about its training; so does one whose metadata were taken away. */
    @Test
    void aFileWithoutARecordOfTheTrainingIsShownWithoutCurves() throws IOException {
        assertThat(run("train", "--hidden", "5", "--epochs", "1", "--save-model", file("full"))
                        .exitCode())
                .isZero();
        Safetensors full = SafetensorsReader.read(folder.resolve("full"));
        Map<String, String> metadata = new LinkedHashMap<>(full.metadata());
        assertThat(metadata.remove("training")).contains("\"history\":[{\"epoch\":1,");
        write("bare", new Safetensors(metadata, full.arrays()));
        Session report = run("report", file("bare"), "--html", file("bare.html"));
        assertThat(report.exitCode()).as(report.err()).isZero();
        assertThat(page("bare.html"))
                .contains("does not say how the network was trained")
                .doesNotContain("by epoch");
        metadata.put("training", "{");
        write("odd", new Safetensors(metadata, full.arrays()));
        Session odd = run("report", file("odd"), "--html", file("odd.html"));
        assertThat(odd.exitCode()).isEqualTo(ExitCode.DATA.code());
        assertThat(odd.err())
                .contains("odd: the metadata are faulty: the record of the training: it is not valid JSON")
                .hasLineCount(1);
    }

    /** Accuracies by the shift, read from the page: unshifted it is that of the whole set, which is small enough to be changed whole. */
    @Test
    void shiftsAndHistoryAndPictures() throws IOException {
        Session train = run("train", "--hidden", "9", "--save-model", file("m"), "--json", file("run.json"));
        assertThat(train.exitCode()).as(train.err()).isZero();
        Session report = run(
                "report",
                file("m"),
                "--history",
                file("run.json"),
                "--html",
                file("m.html"),
                "--png",
                file("pictures"),
                "--json",
                "-");
        assertThat(report.exitCode()).as(report.err()).isZero();
        String html = page("m.html");
        assertThat(html).contains("Loss by epoch", ">nesterov</td>");
        Matcher accuracy =
                Pattern.compile("of 60 test images right</dt><dd>([0-9.]+) %").matcher(html);
        assertThat(accuracy.find()).isTrue();
        String map = html.substring(html.indexOf("Accuracy on shifted images"));
        List<String> cells = new ArrayList<>();
        Matcher cell = Pattern.compile("<text[^>]*onCell[^>]*>([0-9]+)<").matcher(map);
        while (cell.find()) {
            cells.add(cell.group(1));
        }
        assertThat(cells).hasSize(13 * 13);
        assertThat(cells.get(6 * 13 + 6))
                .isEqualTo(String.format(Locale.ROOT, "%.0f", Double.parseDouble(accuracy.group(1))));
        // Images of 4 x 3 that are moved by more than their size are all alike: one class is right.
        assertThat(cells.get(0)).isEqualTo(cells.get(12)).isEqualTo(cells.get(13 * 13 - 1));
        assertThat((List<?>) report.json().get("written"))
                .map(path -> Path.of((String) path).getFileName().toString())
                .contains("m.html", "weights.png", "loss.png", "error.png", "confusion.png", "classes.png", "shift.png")
                .contains("rotation.png", "noise.png", "calibration.png");
        for (Object path : (List<?>) report.json().get("written")) {
            assertThat(Path.of((String) path)).isNotEmptyFile();
        }
        assertThat(ImageIO.read(folder.resolve("pictures/shift.png").toFile()).getWidth())
                .isEqualTo(2 * Chart.WIDTH);
    }

    @Test
    void faultsAreOneLine() throws IOException {
        Files.writeString(folder.resolve("no.json"), "{\"epochs\": 3}");
        Files.writeString(folder.resolve("broken.json"), "{\"history\": [");
        assertThat(run("train", "--hidden", "3", "--epochs", "1", "--save-model", file("small"))
                        .exitCode())
                .isZero();
        refused(ExitCode.DATA, "no.json: is not what 'train --json' writes: there is no 'history' in it", "no.json");
        refused(ExitCode.DATA, "broken.json: is not what 'train --json' writes: it is not valid JSON", "broken.json");
        refused(ExitCode.DATA, "none.json: can't be read: no such file", "none.json");
        Session nowhere = run("report", file("small"), "--html", file("none/page.html"));
        assertThat(nowhere.exitCode()).isEqualTo(ExitCode.USAGE.code());
        assertThat(nowhere.err()).contains("--html: there is no folder ");
        Session before = run("train", "--report", file("none/page.html"));
        assertThat(before.exitCode()).isEqualTo(ExitCode.USAGE.code());
        assertThat(before.err()).contains("--report: there is no folder ");
    }

    private static void refused(ExitCode code, String message, String history) {
        Session session = run("report", file("small"), "--history", file(history), "--html", file("x.html"));
        assertThat(session.exitCode()).isEqualTo(code.code());
        assertThat(session.err()).startsWith("error: ").contains(message).hasLineCount(1);
        assertThat(folder.resolve("x.html")).doesNotExist();
    }
}
