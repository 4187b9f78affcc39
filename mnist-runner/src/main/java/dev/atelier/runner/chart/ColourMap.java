package dev.atelier.runner.chart;

/** Colours for values between 0 and 1, which colour-blind readers order the same way as others. */
public final class ColourMap {
    /** Dark blue over green to yellow: each step is brighter than the last (anchors of viridis, Smith and van der Walt 2015). */
    public static final ColourMap SEQUENTIAL =
            new ColourMap(0x440154, 0x414487, 0x2A788E, 0x22A884, 0x7AD151, 0xFDE725);

    /** White to dark blue, for counts of which most are zero. */
    public static final ColourMap WHITE_TO_BLUE = new ColourMap(0xFFFFFF, 0xC6DFF0, 0x6BAED6, 0x0072B2, 0x003A66);

    /** Blue over white to vermilion (the ends are Okabe and Ito's), for values whose middle is zero. */
    public static final ColourMap DIVERGING = new ColourMap(0x0072B2, 0xFFFFFF, 0xD55E00);

    private static final int CHANNEL = 0xFF;

    private final int[] anchors;

    private ColourMap(int... anchors) {
        this.anchors = anchors;
    }

    /**
     * Returns the colour of a value as {@code 0xRRGGBB}, between the two anchors beside it.
     *
     * @param share what is below 0 or above 1 has the colour of the end
     */
    public int rgb(double share) {
        double place = Math.min(1, Math.max(0, share)) * (anchors.length - 1);
        int lower = (int) Math.min(place, anchors.length - 2);
        double part = place - lower;
        int colour = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            double from = anchors[lower] >> shift & CHANNEL;
            double to = anchors[lower + 1] >> shift & CHANNEL;
            colour |= (int) Math.round(from + (to - from) * part) << shift;
        }
        return colour;
    }

    /** Whether black is easier to read on a colour than white: by its relative luminance (WCAG 2.2). */
    static boolean isBright(int rgb) {
        double luminance = 0.2126 * linear(rgb >> 16 & CHANNEL)
                + 0.7152 * linear(rgb >> 8 & CHANNEL)
                + 0.0722 * linear(rgb & CHANNEL);
        // The luminance whose contrasts with black and with white are the same.
        return luminance > 0.179;
    }

    private static double linear(int channel) {
        double value = channel / (double) CHANNEL;
        return value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4);
    }
}
