package dev.atelier.engine.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.atelier.engine.backend.Precision;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a product is computed with depends on its shape and the tuning alone. */
class GemmTilingsTest {
    private static final Preset CPU = new Preset(true, 8, 1, 16, 6, 2, 1024, 2, 4096, 0, Precision.FP32);
    private static final Preset GPU = new Preset(false, 1, 64, 128, 0, 0, 0, 132, 1024, 0, Precision.FP32);

    private static final GemmShape FORWARD = new GemmShape(false, false, 128, 1000, 784);

    @Test
    void tunedProductsOfABucketAreComputedAlikeAndOthersAsThePresetHasThem() {
        GemmTiling other = GemmTilings.strip(8, 4, 3, 1, 256, 2);
        GemmTilings tilings = new GemmTilings(CPU, Map.of(FORWARD.bucket(), other));
        assertThat(tilings.of(FORWARD)).isEqualTo(other);
        assertThat(tilings.of(new GemmShape(false, false, 256, 257, 1024))).isEqualTo(other);
        assertThat(tilings.of(new GemmShape(false, false, 257, 1000, 784)))
                .isEqualTo(GemmTilings.strip(8, 6, 2, 1, 1024, 4));
        assertThat(tilings.of(new GemmShape(true, false, 128, 1000, 784)))
                .isEqualTo(GemmTilings.strip(8, 6, 2, 8, 128, 4));
    }

    @ParameterizedTest
    @CsvSource({"1, 16", "16, 16", "17, 64", "64, 64", "65, 256", "1000, 1024", "1025, 2147483647"})
    void sizesFallIntoClasses(int size, int bound) {
        assertThat(GemmBucket.bound(size)).isEqualTo(bound);
    }

    /** Registers hold 12 vectors of sums with AVX2 and 24 with AVX-512; as many columns share the rows of a transposed operand. */
    @ParameterizedTest
    @CsvSource({
        "8, nt, 9, gemm_strip NS=1 NV=2 RM=6 TK=1024 VW=8 groups_per_core=4",
        "8, tt, 8, gemm_strip NS=1 NV=1 RM=8 TK=1024 VW=8 groups_per_core=4",
        "8, tt, 9, gemm_strip NS=8 NV=2 RM=6 TK=128 VW=8 groups_per_core=4",
        "16, nn, 32, gemm_strip NS=1 NV=2 RM=8 TK=1024 VW=16 groups_per_core=4",
        "16, nn, 33, gemm_strip NS=1 NV=4 RM=6 TK=1024 VW=16 groups_per_core=4",
        "16, tn, 32, gemm_strip NS=1 NV=2 RM=8 TK=1024 VW=16 groups_per_core=4",
        "16, tn, 33, gemm_strip NS=4 NV=4 RM=6 TK=256 VW=16 groups_per_core=4"
    })
    void stripsFillTheRegisters(int width, String layout, int n, String tiling) {
        Preset preset = new Preset(true, width, 1, 16, 6, width / 4, 1024, 2, 4096, 0, Precision.FP32);
        GemmShape shape = new GemmShape(layout.charAt(0) == 't', layout.charAt(1) == 't', 128, n, 1000);
        assertThat(GemmTilings.preset(preset, shape)).hasToString(tiling);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "nn; 128; 16; 1000; thin_forward NV=2 RM=6 VW=8",
                "nn; 128; 1; 1; thin_forward NV=2 RM=6 VW=8",
                "nn; 128; 17; 1000; gemm_strip NS=1 NV=2 RM=6 TK=1024 VW=8 groups_per_core=4",
                "tn; 1000; 10; 128; thin_product VW=8",
                "tn; 1000; 17; 10; gemm_strip NS=8 NV=2 RM=6 TK=128 VW=8 groups_per_core=4",
                "nt; 128; 1000; 16; thin_product VW=8",
                "nt; 128; 10; 17; gemm_strip NS=1 NV=2 RM=6 TK=1024 VW=8 groups_per_core=4",
                "tt; 128; 10; 10; gemm_strip NS=8 NV=2 RM=6 TK=128 VW=8 groups_per_core=4"
            })
    void cpusDoNotPackThinProducts(String layout, int m, int n, int k, String tiling) {
        GemmShape shape = new GemmShape(layout.charAt(0) == 't', layout.charAt(1) == 't', m, n, k);
        assertThat(GemmTilings.preset(CPU, shape)).hasToString(tiling);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "nn; 16; 64; thin_forward NV=2 RM=8 VW=8;",
                "nn; 64; 64; thin_forward NV=2 RM=8 VW=8; thin_forward does not compute such products",
                "tn; 16; 64; thin_forward NV=2 RM=8 VW=8; thin_forward does not compute such products",
                "nn; 16; 64; thin_forward NV=1 RM=8 VW=8; thin_forward needs 16 columns, but NV x VW are 8",
                "tn; 16; 64; thin_product VW=8;",
                "tn; 64; 16; thin_product VW=8; thin_product does not compute such products",
                "nt; 64; 16; thin_product VW=8;",
                "nt; 16; 64; thin_product VW=8; thin_product does not compute such products",
                "nn; 16; 16; thin_product VW=8; thin_product does not compute such products",
                "tt; 16; 16; thin_product VW=8; thin_product does not compute such products",
                "tt; 64; 64; gemm_strip NS=1 NV=2 RM=6 TK=1024 VW=8 groups_per_core=4;"
            })
    void kernelsForThinProductsComputeNoOthers(String layout, int n, int k, String tiling, String refusal) {
        GemmBucket bucket = new GemmBucket(layout, 64, n, k);
        if (refusal == null) {
            GemmTiling.parse(tiling).check(bucket);
        } else {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> GemmTiling.parse(tiling).check(bucket))
                    .withMessage(refusal);
        }
    }

    /** On 132 cores: 128 x 128, 64 x 64 and 32 x 32 elements a tile, and 16 x 32, with the slices that bring eight warps to each core. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "nn; 4096; 4096; 4096; gemm_tile LX=16 LY=16 LZ=1 NV=2 RM=8 TK=8 VW=4",
                "nn; 1000; 2000; 500; gemm_tile LX=16 LY=16 LZ=1 NV=1 RM=4 TK=16 VW=4",
                "tn; 784; 1000; 128; gemm_tile LX=8 LY=8 LZ=1 NV=1 RM=4 TK=16 VW=4",
                "nn; 128; 1000; 784; gemm_tile LX=8 LY=8 LZ=4 NV=1 RM=4 TK=32 VW=4",
                "nn; 64; 1000; 784; gemm_tile LX=8 LY=8 LZ=4 NV=1 RM=2 TK=32 VW=4",
                "nn; 128; 1000; 100; gemm_tile LX=8 LY=8 LZ=2 NV=1 RM=4 TK=32 VW=4",
                "nt; 128; 1000; 10; gemm_tile LX=8 LY=8 LZ=1 NV=1 RM=4 TK=16 VW=4"
            })
    void tilesAreAsLargeAsLeavesEveryCoreOfAGpuWork(String layout, int m, int n, int k, String tiling) {
        GemmShape shape = new GemmShape(layout.charAt(0) == 't', layout.charAt(1) == 't', m, n, k);
        assertThat(GemmTilings.preset(GPU, shape).toString()).isEqualTo(tiling);
    }

    /** The same on tensor cores: 128 x 64, 64 x 64, 32 x 32 and 16 x 32, of which short sums have few slices. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "nn; 4096; 4096; 4096; gemm_tensor LX=4 LY=32 LZ=1 NV=8 PARTS=2 RM=4 TK=16 VW=2",
                "nn; 1000; 1500; 500; gemm_tensor LX=4 LY=16 LZ=2 NV=8 PARTS=2 RM=4 TK=16 VW=2",
                "nn; 128; 1000; 784; gemm_tensor LX=4 LY=8 LZ=4 NV=4 PARTS=2 RM=4 TK=32 VW=2",
                "nn; 64; 1000; 784; gemm_tensor LX=4 LY=8 LZ=4 NV=4 PARTS=2 RM=2 TK=32 VW=2",
                "nt; 128; 1000; 10; gemm_tensor LX=4 LY=8 LZ=2 NV=4 PARTS=2 RM=4 TK=16 VW=2",
                "nn; 1; 1; 1; gemm_tensor LX=4 LY=8 LZ=1 NV=4 PARTS=2 RM=2 TK=8 VW=2"
            })
    void tensorCoresHaveTilesOfTheirOwn(String layout, int m, int n, int k, String tiling) {
        Preset preset = new Preset(false, 1, 64, 128, 0, 0, 0, 132, 1024, 0, Precision.TF32X3);
        GemmShape shape = new GemmShape(layout.charAt(0) == 't', layout.charAt(1) == 't', m, n, k);
        assertThat(GemmTilings.preset(preset, shape).toString()).isEqualTo(tiling);
        Preset single = new Preset(false, 1, 64, 128, 0, 0, 0, 132, 1024, 0, Precision.TF32);
        assertThat(GemmTilings.preset(single, shape).toString()).isEqualTo(tiling.replace("PARTS=2", "PARTS=1"));
    }

    @Test
    void noWorkGroupHasMoreItemsThanTheDeviceAllows() {
        Preset small = new Preset(false, 1, 64, 64, 0, 0, 0, 4, 64, 0, Precision.FP32);
        for (GemmShape shape : GemmCandidates.shapes()) {
            assertThat(TilePresets.items(GemmTilings.preset(small, shape))).isLessThanOrEqualTo(64);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "gemm_strip NS=1 NV=2 RM=6 TK=1024 VW=8 groups_per_core=4",
        "gemm_tile LX=16 LY=8 LZ=1 NV=1 RM=4 TK=16 VW=4"
    })
    void textSaysEverything(String text) {
        assertThat(GemmTiling.parse(text).toString()).isEqualTo(text);
        assertThat(GemmTiling.parse("  " + text.replace(" ", " \t "))).isEqualTo(GemmTiling.parse(text));
    }

    @Test
    void whatTheHostUsesIsNoDefine() {
        assertThat(GemmTilings.strip(8, 6, 2, 1, 1024, 4).defines())
                .isEqualTo(Map.of("VW", 8, "RM", 6, "NV", 2, "NS", 1, "TK", 1024));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "gemm_none VW=4 | no product kernel is called 'gemm_none'",
                "gemm_tile LX=16 LY=8 LZ=1 NV=1 RM=4 TK=16 | gemm_tile needs VW",
                "gemm_tile LX=16 LY=8 LZ=1 NV=1 RM=4 TK=16 VW=4 XX=1 | gemm_tile knows no XX",
                "gemm_tile LX=16 LY=8 LZ=1 NV=1 RM=4 TK=16 VW=4 VW=4 | VW is there twice",
                "gemm_tile LX=16 LY=8 LZ=1 NV=1 RM=4 TK=16 VW=four | VW must be a whole number, but is 'four'",
                "gemm_tile LX=16 LY=8 LZ=1 NV=1 RM=4 TK=16 VW=0 | VW must be 1 to 65536, but is 0",
                "gemm_tile LX=16 =8 | expected NAME=NUMBER, found '=8'"
            })
    void faultsAreNamed(String text, String fault) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GemmTiling.parse(text))
                .withMessage(fault);
    }
}
