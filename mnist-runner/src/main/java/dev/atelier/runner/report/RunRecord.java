package dev.atelier.runner.report;

import dev.atelier.runner.data.DataException;
import dev.atelier.runner.data.FileFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/** A training run as {@code train --json} tells it. */
public final class RunRecord {
    private static final String HISTORY = "history";

    private final Map<String, String> settings = new LinkedHashMap<>();
    private final Map<String, List<Double>> epochs = new LinkedHashMap<>();
    private int count;

    private RunRecord() {}

    /**
     * Reads what {@code train --json FILE} wrote.
     *
     * @throws DataException if the file can't be read, or is no such object
     */
    public static RunRecord read(Path file) {
        try {
            return parse(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new DataException(file + ": can't be read: " + FileFault.reason(e), e);
        } catch (IllegalArgumentException e) {
            throw new DataException(file + ": is not what 'train --json' writes: " + e.getMessage(), e);
        }
    }

    /**
     * Takes what {@code train --json} writes.
     *
     * @throws IllegalArgumentException if it is something else
     */
    public static RunRecord parse(byte[] json) {
        RunRecord run = new RunRecord();
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("it is no JSON object");
            }
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                run.property(parser, parser.currentName());
            }
        } catch (StreamReadException e) {
            throw new IllegalArgumentException("it is not valid JSON", e);
        }
        if (run.count == 0) {
            throw new IllegalArgumentException("there is no '" + HISTORY + "' in it");
        }
        return run;
    }

    private void property(JsonParser parser, String name) {
        JsonToken token = parser.nextToken();
        if (name.equals(HISTORY) && token == JsonToken.START_ARRAY) {
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                epoch(parser);
            }
        } else if (token == JsonToken.START_ARRAY || token == JsonToken.START_OBJECT) {
            parser.skipChildren();
        } else if (token != null && token.isScalarValue() && token != JsonToken.VALUE_NULL) {
            settings.put(name, parser.getString());
        }
    }

    private void epoch(JsonParser parser) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            JsonToken token = parser.nextToken();
            if (token != null && token.isNumeric()) {
                List<Double> values = epochs.computeIfAbsent(name, key -> new ArrayList<>());
                while (values.size() < count) {
                    values.add(Double.NaN);
                }
                values.add(parser.getDoubleValue());
            } else {
                parser.skipChildren();
            }
        }
        count++;
    }

    /** Returns the number of epochs. */
    int epochs() {
        return count;
    }

    /** Whether something was measured after each epoch, such as {@code test_loss}. */
    boolean has(String name) {
        return epochs.containsKey(name);
    }

    /** Returns what was measured after each epoch, {@code [epochs]}, NaN where it was not. */
    double[] values(String name) {
        List<Double> values = epochs.getOrDefault(name, List.of());
        double[] all = new double[count];
        for (int i = 0; i < count; i++) {
            all[i] = i < values.size() ? values.get(i) : Double.NaN;
        }
        return all;
    }

    /** Returns a setting as it was written, or an empty text. */
    String setting(String name) {
        return settings.getOrDefault(name, "");
    }

    /** Returns a setting that is a number, formatted; the text as it is where it is none, empty where there is none. */
    String number(String name, String format) {
        String text = setting(name);
        try {
            return text.isEmpty() ? "" : String.format(Locale.ROOT, format, Double.parseDouble(text));
        } catch (NumberFormatException e) {
            return text;
        }
    }
}
