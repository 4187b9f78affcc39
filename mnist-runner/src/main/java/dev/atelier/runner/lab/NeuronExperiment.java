package dev.atelier.runner.lab;

import dev.atelier.runner.chart.Axis;
import dev.atelier.runner.chart.ColourMap;
import dev.atelier.runner.chart.HeatMap;
import dev.atelier.runner.page.Table;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** One neuron divides the plane in two; three of them bound a triangle. */
final class NeuronExperiment implements Experiment {
    private static final int SIDE = 21;
    private static final double REACH = 5;

    /** Weight of x1, weight of x2, bias. */
    private static final double[] LECTURE = {-2, 1, 5};

    private static final double[][] TRIANGLE = {{-2, 1, 5}, {2, 1, 5}, {0, -1, 2}};

    @Override
    public String name() {
        return "neuron";
    }

    @Override
    public String title() {
        return "What one neuron can say";
    }

    @Override
    public String claim() {
        return "sign(-2 x1 + x2 + 5) is +1 on one side of the line x2 = 2 x1 - 5 and -1 on the other. Three such neurons, and one that"
                + " fires where all three do, make a region.";
    }

    private static int fire(double[] neuron, double x1, double x2) {
        return (int) Math.signum(neuron[0] * x1 + neuron[1] * x2 + neuron[2]);
    }

    /** A neuron whose inputs are the three others: their sum is above 2.5 only where each is 1. */
    private static int region(double x1, double x2) {
        double sum = -2.5;
        for (double[] neuron : TRIANGLE) {
            sum += fire(neuron, x1, x2);
        }
        return (int) Math.signum(sum);
    }

    @Override
    public Finding run(Bench bench) {
        double[][] half = new double[SIDE][SIDE];
        double[][] inside = new double[SIDE][SIDE];
        int wrongSide = 0;
        int wrongRegion = 0;
        int within = 0;
        List<String> names = new ArrayList<>();
        for (int i = 0; i < SIDE; i++) {
            names.add(Format.of("%.1f", at(i)));
            for (int j = 0; j < SIDE; j++) {
                double x1 = at(j);
                double x2 = at(SIDE - 1 - i);
                half[i][j] = fire(LECTURE, x1, x2);
                inside[i][j] = region(x1, x2);
                // Known without neurons: above the line, and within three lines.
                wrongSide += half[i][j] == Math.signum(x2 - (2 * x1 - 5)) ? 0 : 1;
                boolean expected = x2 > 2 * x1 - 5 && x2 > -2 * x1 - 5 && x2 < 2;
                wrongRegion += (inside[i][j] > 0) == expected ? 0 : 1;
                within += expected ? 1 : 0;
            }
        }
        List<String> down = new ArrayList<>(names);
        Collections.reverse(down);
        Table table = new Table(
                Format.of("Points of a grid of %d x %d", SIDE, SIDE), "what", "points", "not as the line says");
        table.row("one neuron", Integer.toString(SIDE * SIDE), Integer.toString(wrongSide));
        table.row("three and one", Integer.toString(SIDE * SIDE), Integer.toString(wrongRegion));
        return Finding.notes()
                .table(table)
                .chart(map("sign(-2 x1 + x2 + 5)", names, down, half))
                .chart(map("Three neurons and one that asks for all", names, down, inside))
                .verdict(
                        wrongSide == 0 && wrongRegion == 0 && within > 0,
                        Format.of(
                                "All %d points lie on the side that the line gives them; the region has %d of them inside, and no other.",
                                SIDE * SIDE, within));
    }

    private static double at(int index) {
        return -REACH + index * 2 * REACH / (SIDE - 1);
    }

    private static HeatMap map(String title, List<String> across, List<String> down, double[][] values) {
        return new HeatMap(title, "x1", across, "x2", down)
                .values(values, Axis.of("output").from(-1).to(1), ColourMap.DIVERGING);
    }
}
