package dev.atelier.runner.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.engine.network.LayerWeights;
import dev.atelier.runner.Session;
import dev.atelier.runner.data.Bars;
import dev.atelier.runner.data.DataSource;
import dev.atelier.runner.data.ImageSet;
import dev.atelier.runner.model.ModelFile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What a report says, computed again from the saved weights in double precision, image by image. */
class ReportNumbersTest {
    private static final int CLASSES = 3;

    @TempDir
    static Path folder;

    private static ImageSet test;
    private static List<LayerWeights> layers;
    private static Document page;

    @BeforeAll
    static void report() throws Exception {
        Bars.writeFolder(folder.resolve("data"), 5);
        String model = folder.resolve("m.safetensors").toString();
        run("train", "--hidden", "7", "--epochs", "1", "--lr", "0.02", "--save-model", model);
        run("report", model, "--html", folder.resolve("m.html").toString());
        test = new DataSource(Map.of(), folder, null, line -> {})
                .load(folder.resolve("data").toString())
                .test();
        layers = ModelFile.read(folder.resolve("m.safetensors")).weights().layers();
        byte[] html = Files.readString(folder.resolve("m.html")).getBytes(StandardCharsets.UTF_8);
        page = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(html));
    }

    private static void run(String... args) throws IOException {
        Session session = Session.run(
                folder,
                Stream.concat(Arrays.stream(args), Stream.of("--backend", "cpu", "--data", "" + folder.resolve("data")))
                        .toArray(String[]::new));
        assertThat(session.exitCode()).as(session.err()).isZero();
    }

    /** Returns the probabilities of the classes of an image that was moved. */
    private static double[] probabilities(int image, int right, int down) {
        double[] input = new double[test.features()];
        for (int y = 0; y < test.height(); y++) {
            for (int x = 0; x < test.width(); x++) {
                int fromY = y - down;
                int fromX = x - right;
                if (fromY >= 0 && fromY < test.height() && fromX >= 0 && fromX < test.width()) {
                    int pixel = test.pixels()[image * test.features() + fromY * test.width() + fromX] & 0xFF;
                    input[y * test.width() + x] = pixel / 255.0;
                }
            }
        }
        double[] hidden = linear(layers.get(0), input);
        for (int i = 0; i < hidden.length; i++) {
            hidden[i] = Math.max(0, hidden[i]);
        }
        double[] result = linear(layers.get(1), hidden);
        double sum = 0;
        for (int k = 0; k < CLASSES; k++) {
            result[k] = Math.exp(result[k]);
            sum += result[k];
        }
        for (int k = 0; k < CLASSES; k++) {
            result[k] /= sum;
        }
        return result;
    }

    private static double[] linear(LayerWeights layer, double[] input) {
        double[] output = new double[layer.outputs()];
        for (int j = 0; j < output.length; j++) {
            output[j] = layer.bias()[j];
            for (int i = 0; i < input.length; i++) {
                output[j] += input[i] * layer.weights()[i * layer.outputs() + j];
            }
        }
        return output;
    }

    private static int largest(double... values) {
        int best = 0;
        for (int k = 1; k < values.length; k++) {
            best = values[k] > values[best] ? k : best;
        }
        return best;
    }

    /** Returns what the cells of charts tell those who point at them, such as {@code a 1, b 2} and {@code 3}. */
    private static Map<String, String> cells() {
        Map<String, String> cells = new HashMap<>();
        NodeList tips = page.getElementsByTagName("title");
        for (int i = 0; i < tips.getLength(); i++) {
            String[] tip = tips.item(i).getTextContent().split(": ", -1);
            if (tip.length == 2) {
                cells.put(tip[0], tip[1]);
            }
        }
        return cells;
    }

    private static double percent(String text) {
        assertThat(text).endsWith(" %");
        return Double.parseDouble(text.substring(0, text.length() - 2));
    }

    @Test
    void accuracyByShift() {
        Map<String, String> cells = cells();
        for (int down = -6; down <= 6; down++) {
            for (int right = -6; right <= 6; right++) {
                int correct = 0;
                for (int image = 0; image < test.count(); image++) {
                    correct += largest(probabilities(image, right, down)) == test.labels()[image] ? 1 : 0;
                }
                String name = "pixels down " + down + ", pixels to the right " + right;
                assertThat(percent(cells.get(name))).as(name).isCloseTo(100.0 * correct / test.count(), within(0.051));
            }
        }
    }

    @Test
    void confusion() {
        int[][] counts = new int[CLASSES][CLASSES];
        for (int image = 0; image < test.count(); image++) {
            counts[test.labels()[image]][largest(probabilities(image, 0, 0))]++;
        }
        assertThat(test.count()).isGreaterThan(counts[0][0] + counts[1][1] + counts[2][2]);
        Map<String, String> cells = cells();
        for (int label = 0; label < CLASSES; label++) {
            for (int said = 0; said < CLASSES; said++) {
                String name = "what it is " + label + ", what the network says " + said;
                assertThat(cells).containsEntry(name, counts[label][said] == 0 ? "" : "" + counts[label][said]);
            }
        }
    }

    @Test
    void expectedCalibrationError() {
        double[] certainty = new double[10];
        double[] right = new double[10];
        for (int image = 0; image < test.count(); image++) {
            double[] probabilities = probabilities(image, 0, 0);
            int said = largest(probabilities);
            int bin = (int) Math.min(9, Math.floor(10 * probabilities[said]));
            certainty[bin] += probabilities[said];
            right[bin] += said == test.labels()[image] ? 1 : 0;
        }
        double error = 0;
        for (int bin = 0; bin < 10; bin++) {
            error += Math.abs(certainty[bin] - right[bin]) / test.count();
        }
        assertThat(percent(keyFigure("expected calibration error"))).isCloseTo(100 * error, within(0.0051));
    }

    private static String keyFigure(String name) {
        NodeList terms = page.getElementsByTagName("dt");
        for (int i = 0; i < terms.getLength(); i++) {
            Element figure = (Element) terms.item(i).getParentNode();
            if (terms.item(i).getTextContent().equals(name)) {
                return figure.getElementsByTagName("dd").item(0).getTextContent();
            }
        }
        throw new AssertionError("no key figure " + name);
    }

    @Test
    void theSurestMistakeComesFirst() {
        int surest = -1;
        double most = 0;
        for (int image = 0; image < test.count(); image++) {
            double[] probabilities = probabilities(image, 0, 0);
            int said = largest(probabilities);
            if (said != test.labels()[image] && probabilities[said] > most) {
                surest = image;
                most = probabilities[said];
            }
        }
        String caption = String.format(
                Locale.ROOT,
                "%d, says %d (%.1f %%)",
                test.labels()[surest],
                largest(probabilities(surest, 0, 0)),
                100 * most);
        NodeList images = page.getElementsByTagName("img");
        for (int i = 0; i < images.getLength(); i++) {
            Element image = (Element) images.item(i);
            if (image.getAttribute("alt").startsWith("test image ")) {
                assertThat(image.getAttribute("alt")).isEqualTo("test image " + surest);
                assertThat(image.getParentNode().getTextContent()).isEqualTo(caption);
                return;
            }
        }
        throw new AssertionError("no mistake on the page");
    }

    /** The first neuron on the page is the one with the largest product of norms, and its classes those of its largest weights. */
    @Test
    void theNeuronThatMattersMostComesFirst() {
        LayerWeights first = layers.get(0);
        LayerWeights second = layers.get(1);
        double[] importance = new double[first.outputs()];
        for (int j = 0; j < importance.length; j++) {
            double in = 0;
            double out = 0;
            for (int i = 0; i < first.inputs(); i++) {
                in += Math.pow(first.weights()[i * first.outputs() + j], 2);
            }
            for (int k = 0; k < CLASSES; k++) {
                out += Math.pow(second.weights()[j * CLASSES + k], 2);
            }
            importance[j] = Math.sqrt(in) * Math.sqrt(out);
        }
        int neuron = largest(importance);
        double[] votes = new double[CLASSES];
        for (int k = 0; k < CLASSES; k++) {
            votes[k] = second.weights()[neuron * CLASSES + k];
        }
        Element image = (Element) page.getElementsByTagName("img").item(0);
        assertThat(image.getAttribute("alt")).isEqualTo("weights of neuron " + neuron);
        assertThat(image.getParentNode().getTextContent()).startsWith("" + largest(votes));
    }
}
