package dev.atelier.runner.chart;

import com.github.weisj.jsvg.SVGDocument;
import com.github.weisj.jsvg.parser.LoaderContext;
import com.github.weisj.jsvg.parser.SVGLoader;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Charts as pixels. */
public final class ChartPicture {
    /** Pixels for each unit of a chart, so that pictures are sharp on screens of today. */
    private static final int SCALE = 2;

    private ChartPicture() {}

    /** Draws charts on white, one below the other. */
    public static BufferedImage draw(List<? extends Chart> charts) {
        List<SVGDocument> documents = new ArrayList<>();
        int height = 0;
        for (Chart chart : charts) {
            SVGDocument document = parse(chart.toSvg());
            documents.add(document);
            height += rows(document);
        }
        BufferedImage picture = new BufferedImage(SCALE * Chart.WIDTH, SCALE * height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.scale(SCALE, SCALE);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, Chart.WIDTH, height);
        for (SVGDocument document : documents) {
            document.render(null, graphics);
            graphics.translate(0, rows(document));
        }
        graphics.dispose();
        return picture;
    }

    private static int rows(SVGDocument document) {
        return (int) Math.ceil(document.size().height);
    }

    private static SVGDocument parse(String svg) {
        SVGDocument document = new SVGLoader()
                .load(
                        new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)),
                        null,
                        LoaderContext.createDefault());
        if (document == null) {
            throw new IllegalStateException("the chart is not well-formed SVG");
        }
        return document;
    }
}
