package dev.atelier.runner.report;

import dev.atelier.runner.data.ImageSet;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;

/** Small grey images side by side, ink on paper: a row for each sample, a column for each version of it. */
public final class DigitSheet {
    private static final int GAP = 2;

    /** Screen pixels for each pixel of an image. */
    private static final int ZOOM = 2;

    private static final int WHITE = 255;

    private DigitSheet() {}

    /** Returns the first image of each of the first {@code classes} classes; those without any are left out. */
    public static int[] firstOfEachClass(ImageSet set, int classes) {
        int[] first = new int[classes];
        Arrays.fill(first, -1);
        for (int i = set.count() - 1; i >= 0; i--) {
            if (set.labels()[i] < classes) {
                first[set.labels()[i]] = i;
            }
        }
        return Arrays.stream(first).filter(sample -> sample >= 0).toArray();
    }

    /**
     * Draws a sheet.
     *
     * @param samples images of each version
     * @param versions for each column {@code [samples][height * width]} intensities, 0 to 255
     */
    public static BufferedImage draw(int height, int width, int samples, List<float[]> versions) {
        int cellWidth = width * ZOOM + GAP;
        int cellHeight = height * ZOOM + GAP;
        // The first column, the originals, stands apart.
        BufferedImage sheet = new BufferedImage(
                versions.size() * cellWidth + 3 * GAP, samples * cellHeight + GAP, BufferedImage.TYPE_BYTE_GRAY);
        for (int column = 0; column < versions.size(); column++) {
            int left = GAP + column * cellWidth + (column > 0 ? 2 * GAP : 0);
            for (int row = 0; row < samples; row++) {
                int top = GAP + row * cellHeight;
                for (int y = 0; y < height * ZOOM; y++) {
                    for (int x = 0; x < width * ZOOM; x++) {
                        float ink = versions.get(column)[(row * height + y / ZOOM) * width + x / ZOOM];
                        sheet.getRaster().setSample(left + x, top + y, 0, WHITE - Math.round(ink));
                    }
                }
            }
        }
        return sheet;
    }
}
