package dev.atelier.runner.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.runner.ExitCode;
import dev.atelier.runner.Session;
import dev.atelier.runner.data.Bars;
import dev.atelier.runner.onnx.OnnxRun;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictCommandTest {
    private static final int HEIGHT = 4;
    private static final int WIDTH = 3;
    private static final int TEST_IMAGES = 60;
    private static final int PIXELS = HEIGHT * WIDTH;

    @TempDir
    static Path folder;

    private static Path model;
    private static byte[] images;

    @BeforeAll
    static void train() throws IOException {
        Bars.writeFolder(folder, 1);
        model = folder.resolve("model.safetensors");
        Session session = run(
                "train",
                "--data",
                "" + folder,
                "--hidden",
                "16",
                "--activation",
                "gelu",
                "--epochs",
                "3",
                "--batch-size",
                "32",
                "--backend",
                "cpu",
                "--save-model",
                "" + model);
        assertThat(session.exitCode()).as(session.err()).isZero();
        byte[] idx = Files.readAllBytes(folder.resolve("t10k-images-idx3-ubyte"));
        images = Arrays.copyOfRange(idx, 16, idx.length);
    }

    private static Session run(String... args) {
        return Session.run(folder.resolve("cache"), args);
    }

    private static Session predict(String... more) {
        return run(Stream.concat(Stream.of("predict", "" + model, "--backend", "cpu"), Stream.of(more))
                .toArray(String[]::new));
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> predictions(Session session) {
        return (List<Map<String, Object>>) session.json().get("predictions");
    }

    private static Path png(int index) throws IOException {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_BYTE_GRAY);
        for (int p = 0; p < PIXELS; p++) {
            image.getRaster().setSample(p % WIDTH, p / WIDTH, 0, images[index * PIXELS + p] & 0xff);
        }
        Path file = folder.resolve("image" + index + ".png");
        ImageIO.write(image, "png", file.toFile());
        return file;
    }

    @Test
    @SuppressWarnings("unchecked")
    void imagesOfADataSetAreClassifiedAsEvalSays() {
        Session session = predict("--data", "" + folder, "--index", "0-59", "--json", "-");
        assertThat(session.exitCode()).as(session.err()).isZero();
        List<Map<String, Object>> predictions = predictions(session);
        long right = predictions.stream()
                .filter(p -> p.get("class").equals(p.get("label")))
                .count();
        Session eval = run("eval", "" + model, "--data", "" + folder, "--backend", "cpu", "--json", "-");
        assertThat(eval.json()).containsEntry("correct", right);
        assertThat(right).isGreaterThan(50);
        for (Map<String, Object> prediction : predictions) {
            List<Double> probabilities = (List<Double>) prediction.get("probabilities");
            assertThat(probabilities.stream().mapToDouble(p -> p).sum()).isBetween(1 - 1e-9, 1 + 1e-9);
        }
    }

    @Test
    void rawPngAndIdxFileGiveWhatTheDataSetGives() throws IOException {
        Object expected = predictions(predict("--data", "" + folder, "--index", "7", "--json", "-"))
                .get(0)
                .get("probabilities");
        Object fromPng =
                predictions(predict("" + png(7), "--raw", "--json", "-")).get(0).get("probabilities");
        Object fromIdx = predictions(
                        predict("--idx", folder + "/t10k-images-idx3-ubyte", "--index", "7", "--json", "-"))
                .get(0)
                .get("probabilities");
        assertThat(fromPng).isEqualTo(expected);
        assertThat(fromIdx).isEqualTo(expected);
    }

    @Test
    void exportedModelGivesTheSameProbabilities() throws Exception {
        Path onnx = folder.resolve("model.onnx");
        Session session = run("export", "" + model, "--output", "" + onnx, "--softmax", "--json", "-");
        assertThat(session.exitCode()).as(session.err()).isZero();
        assertThat(session.json()).containsEntry("format", "onnx").containsEntry("opset", 13L);
        float[][] input = new float[TEST_IMAGES][PIXELS];
        for (int i = 0; i < input.length; i++) {
            for (int p = 0; p < PIXELS; p++) {
                input[i][p] = (images[i * PIXELS + p] & 0xff) / 255f;
            }
        }
        List<Map<String, Object>> predictions =
                predictions(predict("--data", "" + folder, "--index", "0-59", "--json", "-"));
        try (OnnxRun run = new OnnxRun(onnx)) {
            float[][] outputs = run.run(input);
            for (int i = 0; i < input.length; i++) {
                List<Double> found = new ArrayList<>();
                for (Object probability : (List<?>) predictions.get(i).get("probabilities")) {
                    found.add((Double) probability);
                }
                for (int c = 0; c < 3; c++) {
                    assertThat(found.get(c)).isBetween(outputs[i][c] - 1e-5, outputs[i][c] + 1e-5);
                }
            }
        }
    }

    @Test
    void exportedSafetensorsPredictTheSame() {
        Path copy = folder.resolve("copy.safetensors");
        assertThat(run("export", "" + model, "--output", "" + copy).out())
                .containsPattern("12-16-3\\s+as\\s+safetensors");
        List<Object> found = Stream.of(model, copy)
                .map(file -> run(
                                "predict",
                                "" + file,
                                "--backend",
                                "cpu",
                                "--data",
                                "" + folder,
                                "--index",
                                "3",
                                "--json",
                                "-")
                        .json()
                        .get("predictions"))
                .toList();
        assertThat(found.get(0)).isEqualTo(found.get(1));
    }

    @Test
    void faultyFileDoesNotHideTheOthers() throws IOException {
        Path bad = Files.writeString(folder.resolve("bad.png"), "no picture");
        Session session = predict("" + png(1), "" + bad, "" + png(2), "--raw");
        assertThat(session.exitCode()).isEqualTo(ExitCode.DATA.code());
        assertThat(session.out())
                .contains("image1.png: ")
                .contains("image2.png: ")
                .contains(" %  #");
        assertThat(session.err().lines())
                .containsExactly("error: " + bad + ": is not a picture: neither PNG nor JPEG, GIF or BMP");
        Session json = predict("" + png(1), "" + bad, "--raw", "--json", "-");
        assertThat(predictions(json)).hasSize(1);
        assertThat((List<?>) json.json().get("errors")).hasSize(1);
    }
}
