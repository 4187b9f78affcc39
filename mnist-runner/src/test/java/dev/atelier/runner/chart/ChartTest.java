package dev.atelier.runner.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.runner.page.DataUrl;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class ChartTest {
    private static final double[] XS = {1, 2, 4};

    @Test
    void aLineIsWhereItsValuesAre() throws Exception {
        Chart chart = new XyChart(
                        "t", Axis.of("x").from(0).to(4), Axis.of("y").from(0).to(10))
                .line("a", XS, new double[] {0, 5, 10});
        Document svg = parse(chart);
        double[][] points = points(one(svg, "polyline"));
        List<Element> grid = elements(svg, "line", "grid");
        double bottom = number(grid.get(0), "y1");
        double top = number(grid.get(grid.size() - 1), "y1");
        double left = number(grid.get(0), "x1");
        double right = number(grid.get(0), "x2");
        assertThat(points).hasNumberOfRows(3);
        for (int i = 0; i < XS.length; i++) {
            assertThat(points[i][0]).isCloseTo(left + (right - left) * XS[i] / 4, within(0.02));
        }
        assertThat(points[0][1]).isCloseTo(bottom, within(0.02));
        assertThat(points[1][1]).isCloseTo((bottom + top) / 2, within(0.02));
        assertThat(points[2][1]).isCloseTo(top, within(0.02));
    }

    @Test
    void doublingsAndDecadesAreEvenlySpaced() throws Exception {
        for (Axis axis : List.of(Axis.of("x").doublings(), Axis.of("x").decades())) {
            double base = axis.scale() == Scale.LOG2 ? 2 : 10;
            double[] powers = {base, base * base, Math.pow(base, 3)};
            double[][] points =
                    points(one(parse(new XyChart("t", axis, Axis.of("y")).line("a", powers, XS)), "polyline"));
            assertThat(points[1][0] - points[0][0]).isCloseTo(points[2][0] - points[1][0], within(0.02));
        }
    }

    @Test
    void aValueThatIsNoNumberBreaksTheLineAndHasNoDot() throws Exception {
        Document svg = parse(new XyChart("t", Axis.of("x"), Axis.of("y"))
                .line("a", new double[] {1, 2, 3, 4, 5}, new double[] {1, 2, Double.NaN, 1, 2}));
        assertThat(elements(svg, "polyline", "")).hasSize(2);
        assertThat(elements(svg, "circle", "")).hasSize(4);
    }

    @Test
    void barsAreAsHighAsTheirValues() throws Exception {
        Document svg = parse(new BarChart("t", "c", List.of("p", "q", "r"), Axis.percent("y"))
                .series("a", new double[] {0.5, 0.25, Double.NaN}));
        List<Element> bars = elements(svg, "rect", "series0");
        assertThat(bars).hasSize(2);
        assertThat(number(bars.get(0), "height")).isCloseTo(2 * number(bars.get(1), "height"), within(0.02));
        assertThat(bars.get(0).getTextContent()).isEqualTo("p, a: 50 %");
    }

    @Test
    void everyCellHasItsColourAndTellsItsValue() throws Exception {
        Document svg = parse(new HeatMap("t", "column", List.of("x", "y"), "row", List.of("a", "b"))
                .values(
                        new double[][] {{0, 0.5}, {1, Double.NaN}},
                        Axis.percent("v").from(0).to(1),
                        ColourMap.DIVERGING)
                .texts(new String[][] {{"1", "2"}, {"3", "4"}}));
        List<Element> cells = elements(svg, "rect", "").stream()
                .filter(cell -> cell.getTextContent().startsWith("row "))
                .toList();
        assertThat(cells.stream().map(cell -> cell.getAttribute("fill")))
                .containsExactly("#0072b2", "#ffffff", "#d55e00", "#eceff3");
        assertThat(cells.get(2).getTextContent()).isEqualTo("row b, column x: 100 %");
    }

    @Test
    void ticksAreRoundAndAtEveryScaleNotTooMany() {
        assertThat(Axis.of("").fitted(0, 0.34).ticks()).containsExactly(new double[] {0, 0.1, 0.2, 0.3}, within(1e-9));
        assertThat(Axis.of("").whole().fitted(1, 3).ticks()).containsExactly(1, 2, 3);
        assertThat(Axis.of("").doublings().fitted(16, 100).ticks()).containsExactly(16, 32, 64);
        for (double width : new double[] {1e-7, 0.003, 1, 12, 12_345, 1e9}) {
            assertThat(Axis.of("").fitted(-width / 3, width).ticks().length).isBetween(3, 8);
        }
    }

    @Test
    void oneValueAloneOrNoneStillMakesAnAxis() throws Exception {
        for (double[] values : new double[][] {{}, {0}, {5}, {-3}, {Double.NaN}}) {
            for (Axis axis : List.of(
                    Axis.of("y"),
                    Axis.of("y").from(0),
                    Axis.of("y").to(1),
                    Axis.of("y").decades())) {
                double[] xs = IntStream.range(0, values.length).asDoubleStream().toArray();
                assertThat(new XyChart("t", Axis.of("x"), axis)
                                .line("a", xs, values)
                                .toSvg())
                        .doesNotContain("NaN");
            }
        }
    }

    /** At 0.56 of the size a letter, as texts are laid out everywhere here; the chart's edges are 12 units away. */
    @Test
    void longTextsBecomeSmallerAndNotLongerThanTheChart() throws Exception {
        String text = "standard deviation of the noise, as a share of the distance from black to white, of all pixels";
        Document svg = parse(new XyChart(text, Axis.of(text), Axis.of(text)).line("a", XS, XS));
        List<Element> texts = elements(svg, "text", "").stream()
                .filter(element -> element.getTextContent().equals(text))
                .toList();
        assertThat(texts).hasSize(3).allSatisfy(element -> {
            double width = 0.56 * number(element, "font-size") * text.length();
            double x = number(element, "x");
            boolean middle = element.getAttribute("text-anchor").equals("middle");
            assertThat(middle ? x - width / 2 : x).isGreaterThanOrEqualTo(0);
            assertThat(middle ? x + width / 2 : x + width).isLessThanOrEqualTo(Chart.WIDTH);
        });
    }

    @Test
    void textsCanNotBreakTheDrawing() throws Exception {
        String nasty = "<b> & \"q\" </svg>";
        Document svg = parse(new XyChart(nasty, Axis.of(nasty), Axis.of(nasty))
                .line(nasty, XS, XS)
                .points(nasty, XS, XS));
        assertThat(one(svg, "svg").getAttribute("aria-label")).contains(nasty);
    }

    @Test
    void picturesShowWhatTheDrawingSays() {
        Chart chart = new HeatMap("t", "column", List.of("x"), "row", List.of("a"))
                .values(new double[][] {{1}}, Axis.of("v").from(0).to(1), ColourMap.DIVERGING);
        BufferedImage one = ChartPicture.draw(List.of(chart));
        BufferedImage two = ChartPicture.draw(List.of(chart, chart));
        assertThat(one.getWidth()).isEqualTo(2 * Chart.WIDTH);
        assertThat(two.getHeight()).isEqualTo(2 * one.getHeight());
        assertThat(one.getRGB(0, 0) & 0xFFFFFF).isEqualTo(0xFFFFFF);
        assertThat(IntStream.range(0, one.getWidth() * one.getHeight())
                        .filter(i -> (one.getRGB(i % one.getWidth(), i / one.getWidth()) & 0xFFFFFF) == 0xD55E00)
                        .count())
                .isGreaterThan(2 * 40 * 2 * 40);
    }

    @Test
    void aSheetShowsItsPicturesWithTheirCaptions() throws Exception {
        BufferedImage orange = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
        orange.setRGB(0, 0, 0xD55E00);
        PictureSheet.Entry entry = new PictureSheet.Entry(DataUrl.png(orange), 0.5, List.of("a < b", "second"));
        PictureSheet sheet = new PictureSheet("t", 4, List.of(entry, entry, entry, entry, entry));
        List<Element> pictures = elements(parse(sheet), "image", "");
        assertThat(pictures).hasSize(5);
        assertThat(number(pictures.get(3), "y")).isEqualTo(number(pictures.get(0), "y"));
        assertThat(number(pictures.get(4), "x")).isEqualTo(number(pictures.get(0), "x"));
        assertThat(elements(parse(sheet), "text", "").stream().map(Element::getTextContent))
                .contains("a < b", "second");
        BufferedImage drawn = ChartPicture.draw(List.of(sheet));
        int x = (int) (2 * number(pictures.get(4), "x")) + 4;
        int y = (int) (2 * number(pictures.get(4), "y")) + 4;
        assertThat(drawn.getRGB(x, y) & 0xFFFFFF).isEqualTo(0xD55E00);
    }

    @Test
    void shapesThatDoNotFitAreRefused() {
        XyChart xy = new XyChart("t", Axis.of("x"), Axis.of("y"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> xy.line("a", XS, new double[2]))
                .withMessage("'a' has 3 places but 2 values");
        BarChart bars = new BarChart("t", "c", List.of("p"), Axis.of("y"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> bars.series("a", XS))
                .withMessage("'a' has 3 values for 1 categories");
        HeatMap map = new HeatMap("t", "c", List.of("p"), "r", List.of("q"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> map.values(new double[1][2], Axis.of("v"), ColourMap.SEQUENTIAL))
                .withMessageContaining("1 rows of 1 columns");
    }

    private static Document parse(Chart chart) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(chart.toSvg().getBytes(StandardCharsets.UTF_8)));
    }

    private static Element one(Document svg, String tag) {
        return elements(svg, tag, "").get(0);
    }

    private static List<Element> elements(Document svg, String tag, String role) {
        NodeList nodes = svg.getElementsByTagName(tag);
        List<Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            Element element = (Element) nodes.item(i);
            if (element.getAttribute("class").contains(role)) {
                elements.add(element);
            }
        }
        return elements;
    }

    private static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }

    private static double[][] points(Element polyline) {
        return List.of(polyline.getAttribute("points").split(" ", -1)).stream()
                .map(point -> point.split(",", -1))
                .map(xy -> new double[] {Double.parseDouble(xy[0]), Double.parseDouble(xy[1])})
                .toArray(double[][]::new);
    }
}
