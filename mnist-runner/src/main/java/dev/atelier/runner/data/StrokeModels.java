package dev.atelier.runner.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How the ten digits are written: for each, some ways to draw it as lines and cubic Bézier curves in a box from 0 to 1, x to
 * the right and y down, in the notation of SVG paths with the commands M, L and C.
 */
final class StrokeModels {
    private static final String[][] PATHS = {
        {
            "M.5 0 C.2 0 .1 .25 .1 .5 C.1 .8 .25 1 .5 1 C.8 1 .9 .75 .9 .5 C.9 .2 .75 0 .5 0",
            "M.62 .06 C.3 -.06 .08 .25 .1 .55 C.12 .88 .3 1 .5 1 C.8 1 .92 .7 .88 .45 C.85 .12 .7 -.04 .45 .04",
        },
        {
            "M.5 0 L.5 1", "M.3 .22 L.55 0 L.55 1", "M.3 .22 L.55 0 L.55 1 M.22 1 L.85 1",
        },
        {
            "M.12 .25 C.15 -.02 .85 -.1 .85 .28 C.85 .55 .3 .75 .1 1 L.9 1",
            "M.15 .2 C.3 -.05 .85 -.05 .8 .3 C.75 .6 .4 .85 .2 .95 C0 1.02 .1 .7 .35 .85 C.55 1 .75 1.05 .95 .88",
        },
        {
            "M.15 .12 C.35 -.06 .85 -.05 .8 .25 C.78 .45 .5 .48 .4 .48 C.6 .46 .9 .5 .88 .75 C.85 1.05 .3 1.06 .1 .88",
            "M.12 0 L.82 0 L.42 .42 C.7 .38 .92 .52 .88 .75 C.82 1.05 .3 1.05 .1 .9",
        },
        {
            "M.25 0 C.2 .2 .12 .4 .1 .55 L.9 .55 M.72 .05 L.68 1", "M.7 1 L.7 0 L.08 .65 L.95 .65",
        },
        {
            "M.85 0 L.25 0 L.18 .45 C.4 .3 .88 .35 .88 .68 C.88 1.05 .3 1.08 .1 .88",
            "M.2 .05 C.2 .2 .17 .35 .18 .42 C.5 .3 .88 .5 .8 .75 C.72 1.02 .3 1.05 .1 .92 M.2 .04 L.9 0",
        },
        {
            "M.75 0 C.4 .1 .12 .4 .12 .7 C.12 1.08 .85 1.08 .85 .72 C.85 .42 .3 .4 .14 .7",
            "M.6 0 C.3 .3 .1 .6 .15 .8 C.25 1.1 .8 1.05 .8 .75 C.8 .5 .4 .5 .2 .8",
        },
        {
            "M.1 .03 L.88 .03 C.7 .35 .5 .65 .42 1",
            "M.1 .03 L.88 .03 C.7 .35 .5 .65 .42 1 M.32 .5 L.82 .5",
            "M.1 .2 L.12 .03 L.88 .03 L.45 1",
        },
        {
            "M.78 .18 C.7 -.08 .2 -.05 .22 .22 C.24 .48 .86 .5 .86 .78 C.86 1.08 .14 1.08 .14 .78"
                    + " C.14 .5 .8 .45 .78 .18",
            "M.5 0 C.2 0 .2 .45 .5 .46 C.8 .45 .8 0 .5 0 M.5 .46 C.05 .48 .05 1 .5 1 C.95 1 .95 .48 .5 .46",
        },
        {
            "M.85 .25 C.8 -.08 .12 -.08 .14 .28 C.16 .6 .8 .55 .85 .25 L.78 1",
            "M.8 .28 C.85 -.1 .15 -.08 .15 .25 C.15 .6 .75 .55 .82 .2 C.85 .6 .8 1.05 .3 .98",
        },
    };

    private static final List<List<Path>> DIGITS = parseAll();

    private StrokeModels() {}

    /** Returns the ways to write a digit. */
    static List<Path> waysToWrite(int digit) {
        return DIGITS.get(digit);
    }

    /**
     * One way to write a digit.
     *
     * @param commands M, L or C, in drawing order
     * @param points x and y of every point that the commands take, one after the other: 1, 1 or 3 points a command
     */
    record Path(String commands, List<Double> points) {}

    private static List<List<Path>> parseAll() {
        List<List<Path>> digits = new ArrayList<>();
        for (String[] paths : PATHS) {
            List<Path> ways = new ArrayList<>();
            for (String path : paths) {
                ways.add(parse(path));
            }
            digits.add(List.copyOf(ways));
        }
        return List.copyOf(digits);
    }

    private static Path parse(String text) {
        StringBuilder commands = new StringBuilder();
        List<Double> points = new ArrayList<>();
        for (String token : text.toUpperCase(Locale.ROOT).split(" ", -1)) {
            boolean startsCommand = Character.isLetter(token.charAt(0));
            if (startsCommand) {
                commands.append(token.charAt(0));
            }
            points.add(Double.valueOf(startsCommand ? token.substring(1) : token));
        }
        return new Path(commands.toString(), List.copyOf(points));
    }
}
