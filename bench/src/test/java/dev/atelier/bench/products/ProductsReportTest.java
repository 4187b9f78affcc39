package dev.atelier.bench.products;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.bench.Environment;
import dev.atelier.bench.ProductShape;
import dev.atelier.bench.Sample;
import dev.atelier.bench.products.side.Introduction;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

class ProductsReportTest {
    private static final Environment MACHINE = new Environment("processor", 2, "java", "system", "atelier");

    /** 1000 operations: a microsecond is 1 GFLOP/s. */
    private static final NamedShape CUBE = new NamedShape("cube", new ProductShape(5, 10, 10, true, false));

    private static final Sample LESS_SECONDS = new Sample(1e-6, 0.5e-6, 2e-6);
    private static final Sample MORE_SECONDS = new Sample(2e-6, 2e-6, 4e-6);

    private static final ProductsSettings SETTINGS =
            new ProductsSettings(List.of(CUBE, CUBE), List.of(2), 3, VectorWidth.OF_THE_MACHINE, "cpu", Rival.OPENBLAS);

    @Test
    void speedsSharesAndRatiosFollowFromTheSeconds() {
        ShapeResult result = result(CUBE);
        assertThat(result.atelierSpeed().format(2)).isEqualTo("1.00 [0.50 - 2.00]");
        assertThat(result.rivalSpeed().format(2)).isEqualTo("0.50 [0.25 - 0.50]");
        assertThat(result.ratio().format(2)).isEqualTo("2.00 [2.00 - 4.00]");
        assertThat(result.shareOfPeak(result.atelierSpeed())).isEqualTo(0.25, within(1e-9));
    }

    @Test
    void aSectionEndsWithTheMeanAndTheSmallestRatio() {
        assertThat(section().geometricMeanRatio()).isEqualTo(1, within(1e-9));
        assertThat(section().smallest().product().name()).isEqualTo("slow");
        assertThat(ProductsText.of(List.of(section()), MACHINE, SETTINGS))
                .startsWith("processor, 2 processors")
                .contains("OpenBLAS 3.0: core Zen, 2 threads")
                .contains("peak of fused multiply-adds: 4.0 [4.0 - 4.0] GFLOP/s")
                .containsPattern("cube +5x10x10:tn +1\\.0 ")
                .contains("[0.5 - 2.0]", " 25 % ", "[2.000 - 4.000]")
                .contains("geometric mean of the ratios 1.000; smallest 0.500 (slow, 5x10x10:tn)")
                .contains("warning: other programs kept 0.5 processors busy");
    }

    @Test
    void theJsonHasHardwareVersionsCountsAndSpread() {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            ProductsJson.write(json, List.of(section()), MACHINE, SETTINGS);
            json.writeEndObject();
        }
        assertThat(text.toString())
                .contains("\"environment\":{\"processor\":\"processor\",\"processors\":2")
                .contains("\"rounds\":3,\"vector_bits\":null")
                .contains("\"openblas\":{\"version\":\"3.0\",\"threads\":2")
                .contains("\"openblas_core\":\"Zen\"")
                .contains("\"m\":5,\"n\":10,\"k\":10,\"transpose_a\":true,\"transpose_b\":false,\"peak_gflops\":4.0")
                .contains("\"ratio\":{\"n\":3,\"median\":2.0")
                .contains("\"ratio_smallest\":0.5,\"ratio_smallest_product\":\"5x10x10:tn\"");
    }

    /** CLBlast names no core; its device stands in its place. */
    @Test
    void anotherRivalIsCalledByItsName() {
        ProductsSettings settings = new ProductsSettings(
                List.of(CUBE), List.of(2), 3, VectorWidth.OF_THE_MACHINE, "opencl", Rival.of("clblast"));
        ProductsSection section = new ProductsSection(
                2,
                new Introduction("1.0", 2, "vectors"),
                new Introduction("1.5", 2, "a device"),
                "",
                0,
                List.of(result(CUBE)));
        assertThat(ProductsText.of(List.of(section), MACHINE, settings))
                .contains("Atelier's speed over CLBlast's", "CLBlast 1.5: a device, 2 threads")
                .containsPattern("Atelier +of +CLBlast +of")
                .doesNotContain("OpenBLAS", "core");
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            ProductsJson.write(json, List.of(section), MACHINE, settings);
            json.writeEndObject();
        }
        assertThat(text.toString())
                .contains("\"clblast\":{\"version\":\"1.5\"", "\"clblast_gflops\":{\"n\":3")
                .doesNotContain("openblas", "_core");
    }

    @Test
    void aWidthIsSetOnBothSides() {
        Map<String, String> environment = new HashMap<>();
        VectorWidth.BITS_256.apply(environment);
        assertThat(environment).containsExactly(Map.entry("OPENBLAS_CORETYPE", "Haswell"));
        assertThat(VectorWidth.BITS_256.flags()).containsExactly("-XX:UseAVX=2");
        environment.clear();
        VectorWidth.OF_THE_MACHINE.apply(environment);
        assertThat(environment).isEmpty();
        assertThat(VectorWidth.ofBits(0).flags()).isEmpty();
    }

    /** The second product is twice as slow here as the first one is fast, so that the mean of the ratios is 1. */
    private static ProductsSection section() {
        NamedShape slow = new NamedShape("slow", CUBE.shape());
        return new ProductsSection(
                2,
                new Introduction("1.0", 2, "vectors"),
                new Introduction("3.0", 2, "blas"),
                "Zen",
                0.5,
                List.of(result(CUBE), new ShapeResult(slow, 4e9, MORE_SECONDS, LESS_SECONDS)));
    }

    private static ShapeResult result(NamedShape product) {
        return new ShapeResult(product, 4e9, LESS_SECONDS, MORE_SECONDS);
    }
}
