package dev.atelier.runner.lab;

import dev.atelier.runner.page.Table;
import java.util.Random;

/** A generated table of flats and what they cost. */
final class Flats {
    /** The variables of a row. */
    static final int VARIABLES = 4;

    /** Returns what {@link #price} computes, factor by factor. */
    static Table formula() {
        return new Table("Price in thousands, which no model is told", "factor", "is")
                .row("area", "square metres, 20 to 120")
                .row("location", "1.5 + 4 exp(-distance / 4), kilometres to the centre")
                .row("river", "1.25 where it is over 1 kilometre north of the centre, else 1")
                .row("floor", "1 + 0.02 (floor - 1), times 0.8 on the ground floor, 1")
                .row("chance", "normal, 1 with a standard deviation of 0.05");
    }

    private static final double CHANCE = 0.05;
    private static final double RIVER = 1;

    private final float[] rows;
    private final float[] prices;
    private final float[] exact;

    private Flats(float[] rows, float[] prices, float[] exact) {
        this.rows = rows;
        this.prices = prices;
        this.exact = exact;
    }

    /** Makes flats of 20 to 120 square metres on floors 1 to 12 in a town of 20 by 20 kilometres. */
    static Flats make(int count, Random random) {
        float[] rows = new float[count * VARIABLES];
        float[] prices = new float[count];
        float[] exact = new float[count];
        for (int i = 0; i < count; i++) {
            double area = 20 + 100 * random.nextDouble();
            int floor = 1 + random.nextInt(12);
            double east = 20 * random.nextDouble() - 10;
            double north = 20 * random.nextDouble() - 10;
            double price = price(area, floor, east, north);
            rows[i * VARIABLES] = (float) area;
            rows[i * VARIABLES + 1] = floor;
            rows[i * VARIABLES + 2] = (float) east;
            rows[i * VARIABLES + 3] = (float) north;
            prices[i] = (float) (price * (1 + CHANCE * random.nextGaussian()));
            exact[i] = (float) price;
        }
        return new Flats(rows, prices, exact);
    }

    private static double price(double area, int floor, double east, double north) {
        double location = 1.5 + 4 * Math.exp(-Math.hypot(east, north) / 4);
        double height = (1 + 0.02 * (floor - 1)) * (floor == 1 ? 0.8 : 1);
        return area * location * height * (north > RIVER ? 1.25 : 1);
    }

    /** Returns area in square metres, floor, and kilometres east and north of the centre, {@code [flats][VARIABLES]}, not copied. */
    float[] rows() {
        return rows;
    }

    /** Returns the prices in thousands, with chance in them, not copied. */
    float[] prices() {
        return prices;
    }

    /** Returns the prices in thousands by the formula alone, not copied. */
    float[] exact() {
        return exact;
    }

    /** Returns the rows with each variable moved and scaled to about -1 to 1, for methods that need it. */
    float[] scaled() {
        float[] scaled = new float[rows.length];
        for (int i = 0; i < rows.length; i += VARIABLES) {
            scaled[i] = (rows[i] - 70) / 50;
            scaled[i + 1] = (rows[i + 1] - 6.5f) / 5.5f;
            scaled[i + 2] = rows[i + 2] / 10;
            scaled[i + 3] = rows[i + 3] / 10;
        }
        return scaled;
    }

    /** Returns the root mean squared difference between values and the prices, in thousands. */
    double error(float[] values) {
        double squares = 0;
        for (int i = 0; i < prices.length; i++) {
            squares += (values[i] - prices[i]) * (double) (values[i] - prices[i]);
        }
        return Math.sqrt(squares / prices.length);
    }
}
