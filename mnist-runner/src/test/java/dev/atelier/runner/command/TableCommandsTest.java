package dev.atelier.runner.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.runner.ExitCode;
import dev.atelier.runner.Session;
import dev.atelier.runner.onnx.OnnxRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The flat-price example, on a table whose law is known. */
class TableCommandsTest {
    private static final int ROWS = 240;
    private static final double NOISE = 5000;
    private static final String[] LOCATIONS = {"centre", "hills, west", "north"};

    @TempDir
    static Path folder;

    private static Path flats;
    private static Path model;
    private static Session trained;
    private static final List<Double> prices = new ArrayList<>();
    private static final List<Double> areas = new ArrayList<>();
    private static final List<Integer> locations = new ArrayList<>();

    /** Prices grow by 2000 a square metre and 50,000 from location to location, with noise of a known spread. */
    @BeforeAll
    static void trainOnFlats() throws IOException {
        Random random = new Random(1);
        StringBuilder csv = new StringBuilder("area;location;price\n");
        for (int i = 0; i < ROWS; i++) {
            double area = Math.round(10 * (25 + 100 * random.nextDouble())) / 10.0;
            int location = random.nextInt(3);
            double price = Math.round(2000 * area + 50_000 * location + NOISE * random.nextGaussian());
            areas.add(area);
            locations.add(location);
            prices.add(price);
            csv.append(String.format(Locale.ROOT, "%.1f;\"%s\";%.0f%n", area, LOCATIONS[location], price));
        }
        flats = Files.writeString(folder.resolve("flats.csv"), csv);
        model = folder.resolve("flats.safetensors");
        trained = train("--target", "price", "--hidden", "none", "--save-model", "" + model, "--json", "-");
        assertThat(trained.exitCode()).as(trained.err()).isZero();
    }

    private static Session run(String... args) {
        return Session.run(folder.resolve("cache"), args);
    }

    private static Session train(String... more) {
        List<String> args = new ArrayList<>(List.of("train", "--data", "" + flats, "--backend", "cpu"));
        args.addAll(List.of(more));
        return run(args.toArray(String[]::new));
    }

    @Test
    void linearLawIsFoundUpToTheNoise() {
        Map<String, Object> json = trained.json();
        assertThat(json)
                .containsEntry("loss", "mse")
                .containsEntry("train_samples", 192L)
                .containsEntry("layers", List.of(4L, 1L))
                .containsEntry("stopped_by", "epochs")
                .doesNotContainKey("test_accuracy");
        // 48 rows: the root mean square of their noise is within a third of its expectation.
        assertThat((double) json.get("test_rmse")).isBetween(NOISE * 2 / 3, NOISE * 4 / 3);
        assertThat((double) json.get("test_mae")).isLessThan((double) json.get("test_rmse"));
        assertThat((double) json.get("test_r2")).isBetween(0.98, 1.0);
        assertThat(trained.err().replaceAll("\\s+", " "))
                .contains("header in line 1, separator ';'; 2 columns as 4 features; target price, a number")
                .contains("result RMSE ");
    }

    @Test
    void predictionsComeInTheTargetsUnitAndEvalMeasuresThem() throws IOException {
        Session session = run("predict", "" + model, "" + flats, "--backend", "cpu");
        assertThat(session.exitCode()).as(session.err()).isZero();
        List<String> lines = session.out().lines().toList();
        assertThat(lines).hasSize(ROWS + 1);
        assertThat(lines.get(0)).isEqualTo("area;location;price;predicted_price");
        double squares = 0;
        double absolutes = 0;
        for (int i = 0; i < ROWS; i++) {
            String line = lines.get(i + 1);
            double predicted = Double.parseDouble(line.substring(line.lastIndexOf(';') + 1));
            squares += Math.pow(predicted - prices.get(i), 2);
            absolutes += Math.abs(predicted - prices.get(i));
        }
        Map<String, Object> eval = run("eval", "" + model, "--data", "" + flats, "--backend", "cpu", "--json", "-")
                .json();
        assertThat(eval).containsEntry("samples", (long) ROWS).containsEntry("split", "all");
        assertThat((double) eval.get("test_rmse")).isCloseTo(Math.sqrt(squares / ROWS), within(0.5));
        assertThat((double) eval.get("test_mae")).isCloseTo(absolutes / ROWS, within(0.5));
    }

    @Test
    void rowsWithoutTheTargetInAnotherOrderArePredictedTheSame() throws IOException {
        Path rows = Files.writeString(folder.resolve("rows.csv"), "location,area\n\"hills, west\",80\nnorth,30.5\n");
        Session session = run("predict", "" + model, "" + rows, "--backend", "cpu", "--json", "-");
        List<?> predictions = (List<?>) session.json().get("predictions");
        assertThat(predictions).hasSize(2);
        assertThat((double) ((Map<?, ?>) predictions.get(0)).get("value")).isCloseTo(210_000, within(4000.0));
        assertThat((double) ((Map<?, ?>) predictions.get(1)).get("value")).isCloseTo(161_000, within(4000.0));
        assertThat(session.err()).contains("\"hills, west\",80,2");
    }

    @Test
    void onnxModelStandardisesByItself() throws Exception {
        Path onnx = folder.resolve("flats.onnx");
        assertThat(run("export", "" + model, "--output", "" + onnx).exitCode()).isZero();
        Session session = run("predict", "" + model, "" + flats, "--backend", "cpu", "--json", "-");
        List<?> predictions = (List<?>) session.json().get("predictions");
        float[][] rows = new float[ROWS][4];
        for (int i = 0; i < ROWS; i++) {
            rows[i][0] = areas.get(i).floatValue();
            rows[i][1 + locations.get(i)] = 1;
        }
        try (OnnxRun run = new OnnxRun(onnx)) {
            float[][] outputs = run.run(rows);
            for (int i = 0; i < ROWS; i++) {
                double value = (double) ((Map<?, ?>) predictions.get(i)).get("value");
                assertThat((double) outputs[i][0]).isCloseTo(value, within(1e-5 * Math.abs(value)));
            }
        }
    }

    @Test
    void splitAndResultFollowTheSeed() {
        String[] same = {"--target", "price", "--epochs", "2", "--json", "-", "--test-size", "0.25"};
        Object first = train(same).json().get("test_rmse");
        assertThat(train(same).json()).containsEntry("test_rmse", first).containsEntry("train_samples", 180L);
        assertThat(train("--target", "price", "--epochs", "2", "--json", "-", "--test-size", "0.25", "--seed", "2")
                        .json()
                        .get("test_rmse"))
                .isNotEqualTo(first);
    }

    @Test
    void wordsAsTargetAreClassified() {
        Path classes = folder.resolve("classes.safetensors");
        Session session = train("--target", "location", "--json", "-", "--save-model", "" + classes);
        assertThat(session.exitCode()).as(session.err()).isZero();
        assertThat(session.json()).containsEntry("loss", "cross-entropy").doesNotContainKey("test_rmse");
        assertThat((double) session.json().get("test_accuracy")).isGreaterThan(0.9);
        Session predicted = run("predict", "" + classes, "" + flats, "--backend", "cpu");
        assertThat(predicted.out().lines().findFirst()).hasValue("area;location;price;predicted_location;probability");
        long right = predicted
                .out()
                .lines()
                .skip(1)
                .filter(line -> {
                    String[] fields = line.split(";", -1);
                    return fields[1].equals(fields[3]);
                })
                .count();
        assertThat(run("eval", "" + classes, "--data", "" + flats, "--backend", "cpu", "--json", "-")
                        .json())
                .containsEntry("correct", right);
    }

    @Test
    void heldOutRowsAndCurvesWorkForNumbersToo() {
        Session session = train(
                "--target", "price", "--epochs", "3", "--val-size", "20", "--log-dir", folder + "/logs", "--json", "-");
        assertThat(session.exitCode()).as(session.err()).isZero();
        assertThat(session.json()).containsEntry("validation_samples", 20L).containsEntry("train_samples", 172L);
    }

    @Test
    void reportShowsHowFarNumbersAreOff() throws IOException {
        Path page = folder.resolve("flats.html");
        Path pictures = folder.resolve("pictures");
        Session session = run(
                "report",
                "" + model,
                "--data",
                "" + flats,
                "--backend",
                "cpu",
                "--html",
                "" + page,
                "--png",
                "" + pictures);
        assertThat(session.exitCode()).as(session.err()).isZero();
        Map<String, Object> eval = run("eval", "" + model, "--data", "" + flats, "--backend", "cpu", "--json", "-")
                .json();
        assertThat(page)
                .content()
                .contains(
                        String.format(Locale.ROOT, "<dd>%,.0f</dd>", (double) eval.get("test_rmse")),
                        String.format(Locale.ROOT, "<dd>%,.0f</dd>", (double) eval.get("test_mae")),
                        String.format(Locale.ROOT, "<dd>%.2f %%</dd>", 100 * (double) eval.get("test_r2")),
                        "Residuals")
                .doesNotContain("http", "<script");
        assertThat(pictures.resolve("predictions.png")).isNotEmptyFile();
        assertThat(pictures.resolve("residuals.png")).isNotEmptyFile();
    }

    @Test
    void reportShowsWhichClassIsTakenForWhich() throws IOException {
        Path classifier = folder.resolve("location.safetensors");
        train("--target", "location", "--hidden", "none", "--epochs", "2", "--save-model", "" + classifier);
        Path page = folder.resolve("location.html");
        Session session = run("report", "" + classifier, "--data", "" + flats, "--backend", "cpu", "--html", "" + page);
        assertThat(session.exitCode()).as(session.err()).isZero();
        Map<String, Object> eval = run("eval", "" + classifier, "--data", "" + flats, "--backend", "cpu", "--json", "-")
                .json();
        assertThat(page)
                .content()
                .contains(
                        String.format(Locale.ROOT, "<dd>%.2f %%</dd>", 100 * (double) eval.get("test_accuracy")),
                        ">hills, west</td>",
                        "Which class is taken for which");
    }

    private static void assertRefused(Session session, ExitCode exitCode, String expected) {
        assertThat(session.err()).contains(expected).startsWith("error: ");
        assertThat(session.err().lines()).hasSize(1);
        assertThat(session.exitCode()).isEqualTo(exitCode.code());
    }

    @Test
    void whatDoesNotGoTogetherIsRefused() throws IOException {
        assertRefused(train(), ExitCode.USAGE, "--target is missing");
        assertRefused(
                train("--target", "rent"), ExitCode.DATA, "has no column 'rent'; there are: area, location, price");
        assertRefused(train("--target", "price", "--categorical", "x"), ExitCode.DATA, "has no column 'x'");
        assertRefused(train("--target", "price", "--loss", "cross-entropy"), ExitCode.USAGE, "needs classes");
        assertRefused(train("--target", "price", "--patience", "3"), ExitCode.USAGE, "--patience counts errors");
        assertRefused(train("--target", "price", "--target-accuracy", "0.5"), ExitCode.USAGE, "--target-accuracy");
        assertRefused(train("--target", "price", "--test-size", "1"), ExitCode.USAGE, "--test-size must be");
        assertRefused(
                train("--target", "price", "--test-size", "0.999"), ExitCode.USAGE, "leaves none of the 240 rows");
        assertRefused(
                run("train", "--data", "synthetic", "--target", "x"), ExitCode.USAGE, "--target goes with a table");
        assertRefused(
                run("train", "--data", folder + "/none.csv", "--target", "x"), ExitCode.DATA, "no such file or folder");
        assertRefused(
                run("predict", "" + model, "a.csv", "b.csv", "--backend", "cpu"), ExitCode.DATA, "name one CSV file");
        assertRefused(
                run("eval", "" + model, "--data", "synthetic", "--backend", "cpu"), ExitCode.DATA, "--data FILE.csv");
        assertRefused(run("report", "" + model, "--png", "" + folder), ExitCode.DATA, "--data FILE.csv");
        Path other = Files.writeString(folder.resolve("other.csv"), "area,price\n1,2\n");
        assertRefused(
                run("predict", "" + model, "" + other, "--backend", "cpu"),
                ExitCode.DATA,
                "other.csv: has no column 'location'");
    }
}
