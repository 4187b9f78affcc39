package dev.atelier.runner.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class SyntheticDigitsTest {
    @Test
    void everyMachineDrawsTheSamePixels() {
        ImageSet set = SyntheticDigits.draw(0, 2000);
        String digest = HexFormat.of().formatHex(IdxFile.newSha256().digest(set.pixels()));
        assertThat(digest).isEqualTo("8f1e56e2bc4b33dc3cb37e168df7d09d30f6bf14e4decfe064deb9fde5627358");
    }

    @Test
    void imageDependsOnItsNumberAlone() {
        ImageSet all = SyntheticDigits.draw(0, 40);
        ImageSet some = SyntheticDigits.draw(30, 10);
        assertThat(some.labels()).isEqualTo(Arrays.copyOfRange(all.labels(), 30, 40));
        assertThat(some.pixels()).isEqualTo(Arrays.copyOfRange(all.pixels(), 30 * 784, 40 * 784));
    }

    @Test
    void classesAreEvenAndImagesCentredByMass() {
        int count = 5000;
        ImageSet set = SyntheticDigits.draw(0, count);
        int[] histogram = new int[10];
        int cut = 0;
        for (int i = 0; i < count; i++) {
            histogram[set.labels()[i]]++;
            double mass = 0;
            double x = 0;
            double y = 0;
            for (int p = 0; p < 784; p++) {
                int ink = set.pixels()[i * 784 + p] & 0xff;
                mass += ink;
                x += ink * (p % 28);
                y += ink * (p / 28);
            }
            assertThat(mass).as("ink of image %d", i).isGreaterThan(255 * 10);
            double offCentre = Math.max(Math.abs(x / mass - 13.5), Math.abs(y / mass - 13.5));
            assertThat(offCentre).as("image %d", i).isLessThan(1);
            if (offCentre > 0.51) {
                cut++;
            }
        }
        assertThat(cut).as("images that do not quite fit when centred").isLessThan(count / 100);
        for (int digit = 0; digit < 10; digit++) {
            // Six standard deviations of a binomial distribution.
            assertThat(histogram[digit]).as("digit %d", digit).isBetween(500 - 128, 500 + 128);
        }
    }

    /** A mean image of each class is the weakest of linear models; it must do far better than chance and far from well. */
    @Test
    void nearestMeanImageIsNotEnough() {
        ImageSet train = SyntheticDigits.draw(0, 5000);
        ImageSet test = SyntheticDigits.draw(60_000, 1000);
        double[][] mean = new double[10][784];
        int[] counts = new int[10];
        for (int i = 0; i < train.count(); i++) {
            counts[train.labels()[i]]++;
            for (int p = 0; p < 784; p++) {
                mean[train.labels()[i]][p] += train.pixels()[i * 784 + p] & 0xff;
            }
        }
        int correct = 0;
        for (int i = 0; i < test.count(); i++) {
            int best = 0;
            double nearest = Double.MAX_VALUE;
            for (int c = 0; c < 10; c++) {
                double distance = 0;
                for (int p = 0; p < 784; p++) {
                    double difference = (test.pixels()[i * 784 + p] & 0xff) - mean[c][p] / counts[c];
                    distance += difference * difference;
                }
                if (distance < nearest) {
                    nearest = distance;
                    best = c;
                }
            }
            if (best == test.labels()[i]) {
                correct++;
            }
        }
        assertThat(correct / 1000.0).isBetween(0.6, 0.85);
    }
}
