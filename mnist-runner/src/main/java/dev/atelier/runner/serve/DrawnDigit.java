package dev.atelier.runner.serve;

import dev.atelier.runner.model.ImageSize;
import dev.atelier.runner.picture.Pictures;
import java.util.Base64;
import java.util.Map;

/** A digit as it was drawn on the page, and how far it is shifted; the pixels are not copied. */
final class DrawnDigit {
    private static final int MOST_ROWS = 512;

    /** Further than the images of MNIST are wide, nothing is left. */
    private static final int MOST_SHIFT = 28;

    private final int rows;
    private final int columns;
    private final byte[] ink;
    private final int right;
    private final int down;

    private DrawnDigit(int rows, int columns, byte[] ink, int right, int down) {
        this.rows = rows;
        this.columns = columns;
        this.ink = ink;
        this.right = right;
        this.down = down;
    }

    /**
     * Reads a drawing.
     *
     * @param values {@code rows}, {@code columns}, {@code pixels} in Base64, {@code right} and {@code down}
     * @throws BadRequest if it is none
     */
    static DrawnDigit of(Map<String, String> values) {
        int rows = number(values, "rows", 1, MOST_ROWS);
        int columns = number(values, "columns", 1, MOST_ROWS);
        byte[] ink;
        try {
            ink = Base64.getDecoder().decode(values.getOrDefault("pixels", ""));
        } catch (IllegalArgumentException e) {
            throw new BadRequest(400, "'pixels' is not Base64", e);
        }
        if (ink.length != rows * columns) {
            throw new BadRequest(400, "'pixels' has " + ink.length + " bytes for " + rows + " x " + columns);
        }
        return new DrawnDigit(
                rows,
                columns,
                ink,
                number(values, "right", -MOST_SHIFT, MOST_SHIFT),
                number(values, "down", -MOST_SHIFT, MOST_SHIFT));
    }

    private static int number(Map<String, String> values, String name, int least, int most) {
        try {
            int value = Integer.parseInt(values.getOrDefault(name, ""));
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Said below, as for a number out of range.
        }
        throw new BadRequest(400, "'" + name + "' must be a whole number from " + least + " to " + most);
    }

    int right() {
        return right;
    }

    int down() {
        return down;
    }

    /**
     * Returns the digit as the images that a network was trained on, not yet shifted.
     *
     * @throws BadRequest if nothing is drawn
     */
    byte[] framed(ImageSize size) {
        try {
            return Pictures.framed(ink, rows, columns, size.height(), size.width());
        } catch (IllegalArgumentException e) {
            throw new BadRequest(400, "there is nothing drawn", e);
        }
    }

    /** Returns an image moved by whole pixels; what leaves it is lost, and what comes in is empty. */
    static byte[] shifted(byte[] image, ImageSize size, int right, int down) {
        byte[] moved = new byte[image.length];
        for (int y = 0; y < size.height(); y++) {
            for (int x = 0; x < size.width(); x++) {
                int fromY = y - down;
                int fromX = x - right;
                if (fromY >= 0 && fromY < size.height() && fromX >= 0 && fromX < size.width()) {
                    moved[y * size.width() + x] = image[fromY * size.width() + fromX];
                }
            }
        }
        return moved;
    }
}
