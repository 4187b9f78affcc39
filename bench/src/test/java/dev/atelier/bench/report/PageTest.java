package dev.atelier.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PageTest {
    private static final Table TABLE =
            new Table("A <title>", "name", "value").row("a & b", "1").row("c", "1000");

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
                .contains("<title>T &amp; &lt;t&gt;</title>", "<h2>&lt;h&gt;</h2>", "alt=\"what &quot;it&quot; shows\"")
                .contains("<caption>A &lt;title&gt;</caption>", "<td>a &amp; b</td><td>1</td>")
                .containsOnlyOnce("class=\"note\"")
                .doesNotContain("http", "%%")
                .endsWith("</body>\n</html>\n");
        String prefix = "src=\"data:image/png;base64,";
        int start = html.indexOf(prefix) + prefix.length();
        byte[] png = Base64.getDecoder().decode(html.substring(start, html.indexOf('"', start)));
        assertThat(ImageIO.read(new ByteArrayInputStream(png)).getRGB(2, 1) & 0xFFFFFF)
                .isEqualTo(0x123456);
    }
}
