package dev.atelier.runner.picture;

/** Changes a picture's size; each sample is a mean of those around it, weighted by a triangle as wide as the change needs. */
final class Resampling {
    private Resampling() {}

    /** Returns the picture in so many rows and columns; in its own size, the same samples. */
    static GreyPicture resize(GreyPicture picture, int height, int width) {
        return columns(columns(picture, width).transposed(), height).transposed();
    }

    private static GreyPicture columns(GreyPicture picture, int width) {
        double scale = (double) picture.width() / width;
        // Half the triangle's base: a source pixel when the picture grows, a target pixel when it shrinks.
        double reach = Math.max(1, scale);
        float[] result = new float[picture.height() * width];
        for (int x = 0; x < width; x++) {
            double centre = (x + 0.5) * scale - 0.5;
            int first = Math.max(0, (int) Math.ceil(centre - reach));
            int last = Math.min(picture.width() - 1, (int) Math.floor(centre + reach));
            for (int y = 0; y < picture.height(); y++) {
                double sum = 0;
                double weights = 0;
                for (int i = first; i <= last; i++) {
                    double weight = 1 - Math.abs(i - centre) / reach;
                    sum += weight * picture.at(y, i);
                    weights += weight;
                }
                result[y * width + x] = (float) (sum / weights);
            }
        }
        return new GreyPicture(picture.height(), width, result);
    }
}
