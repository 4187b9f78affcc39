package dev.atelier.runner.chart;

import java.util.Arrays;
import java.util.Locale;

/**
 * What an axis says and where it begins and ends.
 *
 * @param label the quantity, with its unit
 * @param from where it begins, or NaN for where the values do
 * @param to where it ends, or NaN for where the values do
 * @param scale how values lie along it
 * @param unit what follows the number of a tick, such as {@code " %"}
 * @param factor what values are multiplied by to be written, such as 100 for shares in percent
 */
public record Axis(String label, double from, double to, Scale scale, String unit, double factor) {
    /** Returns an axis from the smallest value to the largest. */
    public static Axis of(String label) {
        return new Axis(label, Double.NaN, Double.NaN, Scale.LINEAR, "", 1);
    }

    /** Returns an axis of shares, written in percent. */
    public static Axis percent(String label) {
        return new Axis(label, Double.NaN, Double.NaN, Scale.LINEAR, " %", 100);
    }

    /** Returns this axis, beginning at a value. */
    public Axis from(double value) {
        return new Axis(label, value, to, scale, unit, factor);
    }

    /** Returns this axis, ending at a value. */
    public Axis to(double value) {
        return new Axis(label, from, value, scale, unit, factor);
    }

    /** Returns this axis with marks at whole numbers only. */
    public Axis whole() {
        return new Axis(label, from, to, Scale.WHOLE, unit, factor);
    }

    /** Returns this axis with the same distance for each doubling. */
    public Axis doublings() {
        return new Axis(label, from, to, Scale.LOG2, unit, factor);
    }

    /** Returns this axis with the same distance for each power of ten. */
    public Axis decades() {
        return new Axis(label, from, to, Scale.LOG10, unit, factor);
    }

    /** Returns this axis with an end at whatever is not set and is reached by the values; values that are not finite don't count. */
    Axis fitted(double... values) {
        double[] shown = Arrays.stream(values)
                .filter(value -> Double.isFinite(value) && (!scale.isLogarithmic() || value > 0))
                .toArray();
        double least = Arrays.stream(shown).min().orElse(scale.isLogarithmic() ? 1 : 0);
        double largest = Arrays.stream(shown).max().orElse(1);
        double begin = Double.isNaN(from) ? least : from;
        double end = Double.isNaN(to) ? largest : to;
        if (end <= begin) {
            // One value alone: room on both sides, but not beyond an end that was asked for.
            double margin = begin == 0 ? 1 : Math.abs(begin) / 2;
            begin = Double.isNaN(from) ? Math.min(begin, end) - margin : begin;
            end = Double.isNaN(to) ? Math.max(begin, end) + margin : Math.max(end, begin + margin);
        }
        return new Axis(label, begin, end, scale, unit, factor);
    }

    /** Returns this axis with ends that are not set moved out to ticks. */
    Axis rounded(Axis asked) {
        double[] ticks = ticks();
        if (scale.isLogarithmic() || ticks.length < 2) {
            return this;
        }
        double step = ticks[1] - ticks[0];
        double begin = Double.isNaN(asked.from) ? Math.floor(from / step + 1e-9) * step : from;
        double end = Double.isNaN(asked.to) ? Math.ceil(to / step - 1e-9) * step : to;
        return new Axis(label, begin, end, scale, unit, factor);
    }

    /** Returns where a value lies: 0 at the beginning, 1 at the end. */
    double position(double value) {
        return (scale.of(value) - scale.of(from)) / (scale.of(to) - scale.of(from));
    }

    /** Returns the values that are marked, all from the beginning to the end. */
    double[] ticks() {
        return scale.ticks(from, to);
    }

    /** Returns a value as it is written at a tick. */
    String tick(double value) {
        double[] ticks = ticks();
        double step = ticks.length < 2 ? Math.abs(value) : Math.abs(ticks[1] - ticks[0]);
        return format(value * factor, !scale.isLogarithmic() ? step * factor : Math.abs(value)) + unit;
    }

    /** Returns a value with the digits that one wants to read. */
    String exact(double value) {
        return format(value * factor, Math.max(Math.abs(to - from) * factor / 1000, Double.MIN_NORMAL)) + unit;
    }

    /** Writes a value with decimals enough to tell it from those a step away. */
    private static String format(double value, double step) {
        if (value == 0 || step == 0) {
            return "0";
        }
        int decimals = (int) Math.max(0, Math.ceil(-Math.log10(step) - 1e-9));
        if (decimals > 6 || Math.abs(value) >= 1e15) {
            return String.format(Locale.ROOT, "%.3g", value);
        }
        String text = String.format(Locale.ROOT, "%,." + decimals + "f", value);
        return text.contains(".") ? text.replaceFirst("\\.?0+$", "") : text;
    }
}
