package dev.atelier.runner.checkpoint;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How often a run writes checkpoints within an epoch: after so many steps or after so much time. One of the two is 0.
 *
 * @param steps between two checkpoints
 * @param seconds between two checkpoints
 */
public record CheckpointInterval(long steps, double seconds) {
    private static final Pattern TEXT = Pattern.compile("(\\d+(?:\\.\\d+)?)(s|m|h)?");

    /**
     * Parses a number of steps such as {@code 200}, or a time such as {@code 90s}, {@code 5m} or {@code 1.5h}.
     *
     * @throws IllegalArgumentException if it is neither, or not above 0
     */
    public static CheckpointInterval parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw fault(text);
        }
        String unit = matcher.group(2);
        try {
            if (unit == null) {
                return checked(new CheckpointInterval(Long.parseLong(matcher.group(1)), 0), text);
            }
            double seconds =
                    Double.parseDouble(matcher.group(1)) * (unit.equals("h") ? 3600 : unit.equals("m") ? 60 : 1);
            return checked(new CheckpointInterval(0, seconds), text);
        } catch (NumberFormatException e) {
            throw fault(text);
        }
    }

    /** Returns what {@link #parse} reads. */
    @Override
    public String toString() {
        return steps > 0 ? Long.toString(steps) : BigDecimal.valueOf(seconds).toPlainString() + "s";
    }

    private static CheckpointInterval checked(CheckpointInterval interval, String text) {
        if (!(interval.steps > 0 || interval.seconds > 0)) {
            throw fault(text);
        }
        return interval;
    }

    private static IllegalArgumentException fault(String text) {
        return new IllegalArgumentException(
                "'" + text + "' is neither a number of steps such as 200 nor a time such as 90s, 5m or 1h");
    }
}
