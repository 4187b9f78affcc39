package dev.atelier.runner.model;

import dev.atelier.runner.data.DataException;
import java.nio.file.Path;

/**
 * The size of the images that a network sees.
 *
 * @param height rows
 * @param width columns
 */
public record ImageSize(int height, int width) {
    /**
     * Returns what a model's file says, or the square that has as many pixels as the network has inputs.
     *
     * @param file names the model in messages
     * @throws DataException if the file says nothing and the inputs are no square
     */
    public static ImageSize of(Path file, ModelFile.Model model) {
        if (model.table() != null) {
            throw new DataException(file + ": predicts '"
                    + model.table().target().name() + "' from the rows of a table, and sees no images");
        } else if (model.imageHeight() > 0) {
            return new ImageSize(model.imageHeight(), model.imageWidth());
        }
        int inputs = model.weights().spec().inputs();
        int side = (int) Math.round(Math.sqrt(inputs));
        if (side * side != inputs) {
            throw new DataException(
                    file + ": does not say which images the network sees, and its " + inputs + " inputs are no square");
        }
        return new ImageSize(side, side);
    }
}
