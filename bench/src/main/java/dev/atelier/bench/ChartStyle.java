package dev.atelier.bench;

import java.awt.Color;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;

/** How all charts look. */
public final class ChartStyle {
    /** Colours that colour-blind readers tell apart (Okabe and Ito 2008). */
    private static final Color[] COLOURS = {
        new Color(0x0072B2), new Color(0xD55E00), new Color(0x009E73), new Color(0xCC79A7), new Color(0xE69F00)
    };

    private ChartStyle() {}

    /** Applies it. */
    public static void apply(AxesChartStyler styler) {
        styler.setSeriesColors(COLOURS);
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setDecimalPattern("#,###");
        styler.setLegendPosition(Styler.LegendPosition.OutsideE);
    }
}
