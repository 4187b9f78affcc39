package dev.atelier.runner.picture;

/**
 * Changes a picture's size. Where it shrinks, a sample is the mean of the area that it covers; where it grows, it lies on the straight
 * line between its two neighbours.
 */
final class Resampling {
    private Resampling() {}

    /** Returns the picture in so many rows and columns; in its own size, the same samples. */
    static GreyPicture resize(GreyPicture picture, int height, int width) {
        return columns(columns(picture, width).transposed(), height).transposed();
    }

    private static GreyPicture columns(GreyPicture picture, int width) {
        double scale = (double) picture.width() / width;
        float[] result = new float[picture.height() * width];
        for (int x = 0; x < width; x++) {
            double from = x * scale;
            double to = (x + 1) * scale;
            if (scale < 1) {
                // As wide as a source pixel, about the middle of the target pixel.
                from = (from + to - 1) / 2;
                to = from + 1;
            }
            for (int y = 0; y < picture.height(); y++) {
                result[y * width + x] = (float) mean(picture, y, from, to);
            }
        }
        return new GreyPicture(picture.height(), width, result);
    }

    /** Returns the mean of a row between two places, as far as they are inside the picture. */
    private static double mean(GreyPicture picture, int y, double from, double to) {
        double sum = 0;
        double weights = 0;
        int last = Math.min(picture.width(), (int) Math.ceil(to));
        for (int i = Math.max(0, (int) Math.floor(from)); i < last; i++) {
            double covered = Math.min(to, i + 1) - Math.max(from, i);
            sum += covered * picture.at(y, i);
            weights += covered;
        }
        return sum / weights;
    }
}
