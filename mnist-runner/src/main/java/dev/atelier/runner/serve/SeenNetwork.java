package dev.atelier.runner.serve;

import dev.atelier.runner.model.ImageSize;
import dev.atelier.runner.model.ModelFile;

/**
 * A network as it was at one moment.
 *
 * @param model the network
 * @param size of the images that it sees
 * @param epochs passes over the data until then
 * @param seconds of training until then
 */
record SeenNetwork(ModelFile.Model model, ImageSize size, double epochs, double seconds) {}
