package dev.atelier.runner.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.atelier.runner.chart.Axis;
import dev.atelier.runner.chart.XyChart;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class PageTest {
    private static final Table TABLE =
            new Table("A <title>", "name", "value").row("a & b", "1").row("c", "1000");

    @Test
    void aWideTableBreaksItsWordsAndLosesNone() {
        Table table = new Table("Devices", "device", "what it is", "figure")
                .row("cpu:0", "a processor with " + "many words ".repeat(12) + "in its name", "1.5")
                .row("opencl:0", "short", "22.75");
        List<String> lines = table.toText().lines().toList();
        assertThat(lines).allMatch(line -> line.length() < 80);
        assertThat(lines).anyMatch(line -> line.matches("  opencl:0  short +22\\.75"));
        assertThat(table.toText().split("many", -1)).hasSize(13);
        assertThat(table.toText().split("words", -1)).hasSize(13);
    }

    @Test
    void aTableAsTextHasAlignedColumns() {
        assertThat(TABLE.toText().lines())
                .containsExactly("A <title>", "  name   value", "  a & b  1", "  c      1000");
    }

    @Test
    void aRowHasACellForEachColumn() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TABLE.row("alone"))
                .withMessageContaining("2 columns");
    }

    @Test
    void aPageIsXmlAndItsContentsLeadToItsHeadings() throws Exception {
        String html = new Page("T")
                .contents()
                .keyFigures(Map.of("a & b", "1 < 2"))
                .heading("First")
                .charts(new XyChart("c", Axis.of("x"), Axis.of("y"))
                        .line("l", new double[] {1, 2}, new double[] {3, 4}))
                .heading("Second")
                .table(TABLE)
                .toHtml();
        Document page = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(html.getBytes(StandardCharsets.UTF_8)));
        NodeList links = page.getElementsByTagName("a");
        NodeList headings = page.getElementsByTagName("h2");
        assertThat(links.getLength()).isEqualTo(2).isEqualTo(headings.getLength());
        for (int i = 0; i < links.getLength(); i++) {
            Element link = (Element) links.item(i);
            Element heading = (Element) headings.item(i);
            assertThat(link.getAttribute("href")).isEqualTo("#" + heading.getAttribute("id"));
            assertThat(link.getTextContent()).isEqualTo(heading.getTextContent());
        }
    }

    @Test
    void aPageHasEverythingInItAndNothingThatTheTextsCouldBreak() throws IOException {
        BufferedImage picture = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
        picture.setRGB(2, 1, 0x123456);
        String html = new Page("T & <t>")
                .note("a \"note\"")
                .note("")
                .picture(picture, "what \"it\" shows")
                .heading("<h>")
                .table(TABLE)
                .toHtml();
        assertThat(html)
                .startsWith("<!DOCTYPE html>")
                .contains(
                        "<title>T &amp; &lt;t&gt;</title>",
                        "<h2 id=\"part1\">&lt;h&gt;</h2>",
                        "alt=\"what &quot;it&quot; shows\"")
                .contains("<caption>A &lt;title&gt;</caption>", "<td>a &amp; b</td><td>1</td>")
                .containsOnlyOnce("class=\"note\"")
                .doesNotContain("http", "%%")
                .endsWith("</main>\n</body>\n</html>\n");
        String prefix = "src=\"data:image/png;base64,";
        int start = html.indexOf(prefix) + prefix.length();
        byte[] png = Base64.getDecoder().decode(html.substring(start, html.indexOf('"', start)));
        assertThat(ImageIO.read(new ByteArrayInputStream(png)).getRGB(2, 1) & 0xFFFFFF)
                .isEqualTo(0x123456);
    }
}
