package dev.atelier.bench.report;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;

/** How charts look. */
public final class Charts {
    /** The width of a chart. */
    public static final int WIDTH = 960;

    /** The height of a chart. */
    public static final int HEIGHT = 420;

    /** Pixels for each unit of the above, so that pictures are sharp on screens of today. */
    private static final int SCALE = 2;

    /** Colours that colour-blind readers tell apart (Okabe and Ito 2008). */
    private static final Color[] COLOURS = {
        new Color(0x0072B2), new Color(0xD55E00), new Color(0x009E73), new Color(0xCC79A7), new Color(0xE69F00)
    };

    private Charts() {}

    /** Gives a chart the colours and the legend that all of them have. */
    public static void style(AxesChartStyler styler) {
        styler.setSeriesColors(COLOURS);
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBorderVisible(false);
        styler.setDecimalPattern("#,###.##");
        styler.setLegendPosition(Styler.LegendPosition.OutsideS);
        styler.setLegendLayout(Styler.LegendLayout.Horizontal);
        styler.setLegendBorderColor(Color.WHITE);
    }

    /**
     * Adds a line to a chart whose horizontal axis has a tick for each doubling.
     *
     * @param sizes at least 1
     */
    public static void addDoublings(XYChart chart, String name, List<Integer> sizes, List<Double> values) {
        chart.getStyler()
                .setXAxisTickLabelsFormattingFunction(
                        x -> x == Math.rint(x) ? String.format(Locale.ROOT, "%,d", Math.round(Math.pow(2, x))) : "");
        List<Double> doublings =
                sizes.stream().map(size -> Math.log(size) / Math.log(2)).toList();
        chart.addSeries(name, doublings, values);
    }

    /** Draws charts, one above the other. */
    public static BufferedImage draw(List<? extends Chart<?, ?>> charts) {
        BufferedImage picture =
                new BufferedImage(SCALE * WIDTH, SCALE * HEIGHT * charts.size(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.scale(SCALE, SCALE);
        for (Chart<?, ?> chart : charts) {
            chart.paint(graphics, WIDTH, HEIGHT);
            graphics.translate(0, HEIGHT);
        }
        graphics.dispose();
        return picture;
    }
}
