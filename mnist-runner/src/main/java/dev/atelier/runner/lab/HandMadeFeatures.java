package dev.atelier.runner.lab;

import dev.atelier.runner.data.ImageSet;
import java.util.ArrayDeque;
import java.util.Deque;

/** What people thought of to tell digits apart: where the ink is, which way strokes run, how often a line crosses them, holes. */
final class HandMadeFeatures {
    private static final int ZONES = 4;
    private static final int DIRECTIONS = 4;
    private static final int LINES = 5;
    private static final int INK = 128;

    private HandMadeFeatures() {}

    /** Returns how many features an image has. */
    static int count() {
        return ZONES * ZONES * (1 + DIRECTIONS) + 2 * LINES + 1;
    }

    /** Returns the features of each image, {@code [set.count()][count()]}. */
    static float[] of(ImageSet set) {
        float[] all = new float[set.count() * count()];
        for (int i = 0; i < set.count(); i++) {
            int[][] image = new int[set.height()][set.width()];
            for (int p = 0; p < set.features(); p++) {
                image[p / set.width()][p % set.width()] = set.pixels()[i * set.features() + p] & 0xFF;
            }
            int at = i * count();
            zones(image, all, at);
            crossings(image, all, at + ZONES * ZONES * (1 + DIRECTIONS));
            all[at + count() - 1] = holes(image);
        }
        return all;
    }

    /** Sums ink by zone, and the steepness of its edges by zone and direction (after Dalal and Triggs 2005). */
    private static void zones(int[][] image, float[] features, int at) {
        for (int y = 1; y < image.length - 1; y++) {
            for (int x = 1; x < image[0].length - 1; x++) {
                int zone = at + (y * ZONES / image.length * ZONES + x * ZONES / image[0].length) * (1 + DIRECTIONS);
                features[zone] += image[y][x];
                double across = image[y][x + 1] - image[y][x - 1];
                double down = image[y + 1][x] - image[y - 1][x];
                double angle = (Math.atan2(down, across) + Math.PI) % Math.PI;
                int direction = (int) Math.round(angle / Math.PI * DIRECTIONS) % DIRECTIONS;
                features[zone + 1 + direction] += (float) Math.hypot(across, down);
            }
        }
    }

    /** Counts how often lines from left to right and from top to bottom enter the ink. */
    private static void crossings(int[][] image, float[] features, int at) {
        for (int line = 0; line < LINES; line++) {
            int y = (line + 1) * image.length / (LINES + 1);
            for (int x = 1; x < image[0].length; x++) {
                features[at + line] += image[y][x] >= INK && image[y][x - 1] < INK ? 1 : 0;
            }
            int x = (line + 1) * image[0].length / (LINES + 1);
            for (int row = 1; row < image.length; row++) {
                features[at + LINES + line] += image[row][x] >= INK && image[row - 1][x] < INK ? 1 : 0;
            }
        }
    }

    /** Returns how many parts without ink there are that the ink surrounds. */
    static int holes(int[][] image) {
        boolean[][] seen = new boolean[image.length + 2][image[0].length + 2];
        int parts = 0;
        for (int y = 0; y < seen.length; y++) {
            for (int x = 0; x < seen[0].length; x++) {
                parts += flood(image, seen, y, x) ? 1 : 0;
            }
        }
        return parts - 1;
    }

    /** Marks the part without ink that a place belongs to, with an empty frame around the image; returns whether it is a new one. */
    private static boolean flood(int[][] image, boolean[][] seen, int top, int left) {
        Deque<int[]> open = new ArrayDeque<>();
        open.push(new int[] {top, left});
        boolean found = false;
        while (!open.isEmpty()) {
            int[] place = open.pop();
            int y = place[0];
            int x = place[1];
            if (y < 0 || x < 0 || y >= seen.length || x >= seen[0].length || seen[y][x]) {
                continue;
            }
            boolean inside = y > 0 && x > 0 && y <= image.length && x <= image[0].length;
            if (inside && image[y - 1][x - 1] >= INK) {
                continue;
            }
            seen[y][x] = true;
            found = true;
            open.push(new int[] {y + 1, x});
            open.push(new int[] {y - 1, x});
            open.push(new int[] {y, x + 1});
            open.push(new int[] {y, x - 1});
        }
        return found;
    }
}
