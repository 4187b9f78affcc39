package dev.atelier.runner.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.runner.ExitCode;
import dev.atelier.runner.Session;
import dev.atelier.runner.data.Bars;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.hadoop.util.TFRecordReader;
import org.tensorflow.proto.Event;
import org.tensorflow.proto.HistogramProto;
import org.tensorflow.proto.Summary;

/** TensorFlow's own record reader, which checks the checksums, and its own messages read what {@code --log-dir} writes. */
class LogDirectoryTest {
    @TempDir
    Path folder;

    @BeforeEach
    void drawBars() throws IOException {
        Bars.writeFolder(folder, 1);
    }

    private Session train(String... more) {
        return Session.runWith(
                Map.of("HOSTNAME", "a host", "ATELIER_CACHE", "" + folder),
                Stream.concat(
                                Stream.of("train", "--data", "" + folder, "--backend", "cpu", "--hidden", "16"),
                                Stream.concat(Stream.of("--epochs", "3", "--batch-size", "32"), Stream.of(more)))
                        .toArray(String[]::new));
    }

    private static List<Event> events(Path file) throws IOException {
        List<Event> events = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file)) {
            TFRecordReader reader = new TFRecordReader(in, true);
            for (byte[] record = reader.read(); record != null; record = reader.read()) {
                events.add(Event.parseFrom(record));
            }
        }
        return events;
    }

    private static List<Path> files(Path logs) throws IOException {
        try (Stream<Path> files = Files.list(logs)) {
            return files.toList();
        }
    }

    private static Map<Long, Summary.Value> values(List<Event> events, String tag) {
        Map<Long, Summary.Value> values = new TreeMap<>();
        for (Event event : events) {
            for (Summary.Value value : event.getSummary().getValueList()) {
                if (value.getTag().equals(tag)) {
                    values.put(event.getStep(), value);
                }
            }
        }
        return values;
    }

    @Test
    @SuppressWarnings("unchecked")
    void curvesAreThoseOfTheResult() throws IOException {
        Path logs = folder.resolve("logs/run");
        Session session = train("--log-dir", "" + logs, "--json", "-", "--lr", "0.1", "--warmup", "0");
        assertThat(session.exitCode()).as(session.err()).isZero();
        assertThat(files(logs))
                .singleElement()
                .satisfies(file -> assertThat(file.getFileName().toString())
                        .matches("events\\.out\\.tfevents\\.\\d{10}\\.a_host"));
        List<Event> events = events(files(logs).get(0));
        assertThat(events.get(0).getFileVersion()).isEqualTo("brain.Event:2");
        assertThat(events)
                .allSatisfy(event ->
                        assertThat(event.getWallTime()).isCloseTo(System.currentTimeMillis() / 1000.0, within(600.0)));
        List<Map<String, Object>> history =
                (List<Map<String, Object>>) session.json().get("history");
        // 300 images in batches of 32.
        int steps = 10;
        Map<String, String> names =
                Map.of("loss/train", "train_loss", "loss/test", "test_loss", "accuracy/test", "test_accuracy");
        names.forEach((tag, property) -> {
            Map<Long, Summary.Value> values = values(events, tag);
            assertThat(values.keySet()).containsExactly(10L, 20L, 30L);
            for (int epoch = 1; epoch <= 3; epoch++) {
                double expected = (double) history.get(epoch - 1).get(property);
                assertThat((double) values.get((long) epoch * steps).getSimpleValue())
                        .as(tag)
                        .isCloseTo(expected, within(1e-6));
            }
        });
        Map<Long, Summary.Value> rates = values(events, "learning_rate");
        // Falls in a straight line from 0.1 over 30 steps.
        assertThat(rates.get(30L).getSimpleValue()).isEqualTo(0.1f / 30, within(1e-7f));
        assertThat(rates.get(10L).getSimpleValue()).isEqualTo(0.1f * 21 / 30, within(1e-7f));
        assertThat(values(events, "loss/batches").keySet()).contains(10L, 20L, 30L);
    }

    @Test
    void histogramsCountEveryWeight() throws IOException {
        Path logs = folder.resolve("logs");
        assertThat(train("--log-dir", "" + logs, "--save-model", folder + "/model")
                        .exitCode())
                .isZero();
        List<Event> events = events(files(logs).get(0));
        int[] sizes = {12 * 16, 16, 16 * 3, 3};
        String[] names = {"0.weight", "0.bias", "2.weight", "2.bias"};
        for (int i = 0; i < names.length; i++) {
            Map<Long, Summary.Value> values = values(events, "parameters/" + names[i]);
            assertThat(values).hasSize(3);
            HistogramProto histogram = values.get(30L).getHisto();
            assertThat(histogram.getNum()).isEqualTo(sizes[i]);
            assertThat(histogram.getBucketList().stream()
                            .mapToDouble(count -> count)
                            .sum())
                    .isEqualTo(sizes[i]);
            assertThat(histogram.getBucketLimitList()).isSorted().hasSameSizeAs(histogram.getBucketList());
            assertThat(histogram.getBucketLimitList().get(histogram.getBucketLimitCount() - 1))
                    .isEqualTo(histogram.getMax());
            double mean = histogram.getSum() / sizes[i];
            assertThat(mean).isBetween(histogram.getMin(), histogram.getMax());
            assertThat(histogram.getSumSquares() / sizes[i]).isGreaterThanOrEqualTo(mean * mean);
        }
    }

    @Test
    void runsOfOneSecondGetFilesOfTheirOwn() throws IOException {
        Path logs = folder.resolve("logs");
        train("--log-dir", "" + logs);
        train("--log-dir", "" + logs);
        train("--log-dir", "" + logs);
        assertThat(files(logs)).hasSize(3);
    }

    @Test
    void folderThatCannotBeWrittenIsSaidAtOnce() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        Session session = train("--log-dir", "" + file, "--quiet");
        assertThat(session.exitCode()).isEqualTo(ExitCode.FAILURE.code());
        assertThat(session.err()).startsWith("error: --log-dir: " + file + ": can't be written: ");
        assertThat(session.err().lines()).hasSize(1);
    }
}
