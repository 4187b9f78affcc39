package dev.atelier.engine.opencl;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text of a tuning file: a head, and a section for each device, driver and version of the kernels. */
final class TuningText {
    /** The first line of a file that this version understands. */
    static final String FIRST_LINE = "# Atelier tuning file, version 1";

    private static final String HEAD = FIRST_LINE + """

            #
            # Written by 'atelier tune', read when a backend is opened. A section is for one device with one driver and one version
            # of the kernels, and says how matrix products [m][k] x [k][n] are computed:
            #
            #   LAYOUT M N K = KERNEL SIZES ; default TIME, chosen TIME
            #
            # LAYOUT has a letter for each operand, n as multiplied and t transposed; M, N and K are the largest sizes that the line is
            # for, down to the next smaller of 16, 64, 256, 1024, more. A line 'rejected' is a candidate that is not tried again. Lines may be
            # edited: kernels/README.md says what the sizes mean. A section [unfinished] is not in use; 'atelier tune' goes on from it.
            """;

    private static final String IN_USE = "[tuned]";
    private static final String UNFINISHED = "[unfinished]";
    private static final String END = "[end]";
    private static final String REJECTED = "rejected ";
    private static final String MORE = "more";
    private static final double MILLISECONDS = 1e3;
    private static final int MOST_OF_A_FAULT = 200;

    private static final Pattern PRODUCT = Pattern.compile("(\\w+) +(\\w+) +(\\w+) +(\\w+) *= *([^;]*)(?:;(.*))?");
    private static final Pattern TIMES = Pattern.compile(" *default (\\S+) ms, chosen (\\S+) ms *");

    private TuningText() {}

    /**
     * A section as it stands in the file.
     *
     * @param firstLine the number of its first line
     * @param lines its lines, the first in brackets
     */
    record Section(int firstLine, List<String> lines) {
        /** Whether its last line is there; if not, the file was cut off. */
        boolean isWhole() {
            return lines.get(lines.size() - 1).strip().equals(END);
        }

        boolean inUse() {
            return lines.get(0).strip().equals(IN_USE);
        }

        /** Returns the value of a line {@code NAME = VALUE}, empty where there is none. */
        String value(String name) {
            for (String line : lines) {
                int equals = line.indexOf('=');
                if (equals > 0 && line.substring(0, equals).strip().equals(name)) {
                    return line.substring(equals + 1).strip();
                }
            }
            return "";
        }

        TuningKey key() {
            return new TuningKey(value("device"), value("driver"), value("kernels"));
        }
    }

    /** Returns the sections of a text; lines outside of sections are comments. */
    static List<Section> split(String text) {
        List<Section> sections = new ArrayList<>();
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.equals(IN_USE) || line.equals(UNFINISHED)) {
                sections.add(new Section(i + 1, new ArrayList<>()));
            }
            boolean outside = sections.isEmpty()
                    || (!sections.get(sections.size() - 1).lines().isEmpty()
                            && sections.get(sections.size() - 1).isWhole());
            if (!outside) {
                sections.get(sections.size() - 1).lines().add(lines.get(i));
            }
        }
        return sections;
    }

    /**
     * Reads a section.
     *
     * @param faults is told of each line that says nothing, with its number; the products of such a line are computed as without tuning
     */
    static TuningSection parse(Section section, Consumer<String> faults) {
        TuningSection parsed = new TuningSection(section.key(), section.inUse(), section.value("date"));
        for (int i = 1; i < section.lines().size(); i++) {
            String line = section.lines().get(i).strip();
            if (line.isEmpty()
                    || line.startsWith("#")
                    || line.equals(END)
                    || line.matches("(?s)(device|driver|kernels|date) *=.*")) {
                continue;
            }
            try {
                parseLine(line, parsed);
            } catch (IllegalArgumentException e) {
                faults.accept("line " + (section.firstLine() + i) + ": "
                        + printable(String.valueOf(e.getMessage()), MOST_OF_A_FAULT));
            }
        }
        return parsed;
    }

    private static void parseLine(String line, TuningSection section) {
        boolean rejected = line.startsWith(REJECTED);
        Matcher product = PRODUCT.matcher(rejected ? line.substring(REJECTED.length()) : line);
        if (!product.matches()) {
            throw new IllegalArgumentException(
                    "expected 'LAYOUT M N K = KERNEL SIZES', found '" + shortened(line) + "'");
        }
        GemmBucket bucket = new GemmBucket(
                product.group(1), bound(product.group(2)), bound(product.group(3)), bound(product.group(4)));
        GemmTiling tiling = GemmTiling.parse(product.group(5));
        tiling.check(bucket);
        String rest = product.group(6) == null ? "" : product.group(6).strip();
        if (rejected) {
            section.rejections().add(new TuningSection.Rejection(bucket, tiling, rest));
            return;
        }
        if (section.choices().containsKey(bucket)) {
            throw new IllegalArgumentException("these products are there twice");
        }
        Matcher times = TIMES.matcher(rest);
        if (!rest.isEmpty() && !times.matches()) {
            throw new IllegalArgumentException(
                    "expected 'default TIME ms, chosen TIME ms', found '" + shortened(rest) + "'");
        }
        section.choices()
                .put(
                        bucket,
                        rest.isEmpty()
                                ? new TuningSection.Choice(tiling, Double.NaN, Double.NaN)
                                : new TuningSection.Choice(tiling, seconds(times.group(1)), seconds(times.group(2))));
    }

    private static int bound(String text) {
        if (text.equals(MORE)) {
            return Integer.MAX_VALUE;
        }
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "sizes end at 16, 64, 256, 1024 or 'more', but not at '" + shortened(text) + "'", e);
        }
    }

    private static double seconds(String milliseconds) {
        try {
            return Double.parseDouble(milliseconds) / MILLISECONDS;
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("no time: '" + shortened(milliseconds) + "'", e);
        }
    }

    private static String shortened(String text) {
        return printable(text, 40);
    }

    /** Returns a text from the file as it can be shown: on one line, without what moves the cursor, and not longer than that. */
    static String printable(String text, int most) {
        String start = text.length() <= most ? text : text.substring(0, most) + "...";
        return start.replaceAll("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]", "?");
    }

    /** Returns the text of a file with these sections: others as they stand, then the own. */
    static String join(List<Section> others, List<TuningSection> own) {
        StringBuilder text = new StringBuilder(HEAD);
        for (Section section : others) {
            text.append('\n');
            section.lines().forEach(line -> text.append(line).append('\n'));
        }
        own.forEach(section -> append(text, section));
        return text.toString();
    }

    private static void append(StringBuilder text, TuningSection section) {
        text.append('\n').append(section.inUse() ? IN_USE : UNFINISHED).append('\n');
        text.append("device  = ").append(section.key().device()).append('\n');
        text.append("driver  = ").append(section.key().driver()).append('\n');
        text.append("kernels = ").append(section.key().kernels()).append('\n');
        text.append("date    = ").append(section.date()).append('\n');
        section.choices()
                .forEach((bucket, choice) -> text.append(line(bucket, choice)).append('\n'));
        for (TuningSection.Rejection rejection : section.rejections()) {
            text.append(REJECTED)
                    .append(name(rejection.bucket()))
                    .append(" = ")
                    .append(rejection.tiling())
                    .append(" ; ")
                    .append(rejection.reason().replaceAll("[\\s\\p{Cntrl}]+", " "))
                    .append('\n');
        }
        text.append(END).append('\n');
    }

    private static String line(GemmBucket bucket, TuningSection.Choice choice) {
        return String.format(
                Locale.ROOT,
                "%s = %s ; default %.5g ms, chosen %.5g ms",
                name(bucket),
                choice.tiling(),
                choice.standardSeconds() * MILLISECONDS,
                choice.seconds() * MILLISECONDS);
    }

    /** Returns a bucket as a file has it, such as {@code nn 256 1024 1024}. */
    static String name(GemmBucket bucket) {
        return bucket.layout() + " " + size(bucket.m()) + " " + size(bucket.n()) + " " + size(bucket.k());
    }

    private static String size(int bound) {
        return bound == Integer.MAX_VALUE ? MORE : Integer.toString(bound);
    }

    /** Returns a hash of what a section makes backends compute; times and dates do not count. */
    static String fingerprint(TuningSection section) {
        Map<String, String> choices = new TreeMap<>();
        section.tilings().forEach((bucket, tiling) -> choices.put(name(bucket), tiling.toString()));
        return TuningKey.hash(choices.toString()).substring(0, 8);
    }
}
