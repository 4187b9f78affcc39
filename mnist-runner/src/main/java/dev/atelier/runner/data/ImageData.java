package dev.atelier.runner.data;

/**
 * A data set: images to train on and images to test with, of one size.
 *
 * @param name what results call it: {@code mnist}, {@code synthetic} or the path of a folder
 * @param classes the number of classes; every label is below it
 * @param train the images to train on
 * @param test the images that are only ever tested with
 */
public record ImageData(String name, int classes, ImageSet train, ImageSet test) {}
