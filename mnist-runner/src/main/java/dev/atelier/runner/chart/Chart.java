package dev.atelier.runner.chart;

/**
 * A figure with axes. It is drawn as SVG whose shapes have both a colour and a class: alone it is a picture on white, in a page the
 * page's style sheet sets the colours.
 */
public interface Chart {
    /** The width of every chart, in units that a page shows as about one pixel: little enough that texts can be read on a phone. */
    int WIDTH = 460;

    /** Returns what the chart shows, in a line. */
    String title();

    /** Returns the chart as one {@code svg} element, well-formed XML. */
    String toSvg();
}
