package dev.atelier.engine.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.kernels.KernelSources;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every kernel on Oclgrind with all of its checks, uninitialised reads included. */
class EveryKernelTest {
    /** A simulated work-group takes time by the square of its side. */
    private static final int TILE = 4;

    private static final Map<String, String> SOURCES = new TreeMap<>();
    private static final Set<KernelVariant> COVERED = new LinkedHashSet<>();
    private static final Set<KernelVariant> FOR_GPUS = new LinkedHashSet<>();

    @TempDir
    private static Path folder;

    @BeforeAll
    static void runOnce() throws Exception {
        KernelSources.FILES.forEach(name -> SOURCES.put(name, KernelSources.load(name)));
        KernelSources.PROGRESSION.forEach(name -> SOURCES.put(name, KernelSources.load(name)));
        COVERED.addAll(run("cpu", 1, 1, 1));
        FOR_GPUS.addAll(run("gpu", 1, 1, 1));
        FOR_GPUS.addAll(run("gpu", 8, 4, 12));
        FOR_GPUS.addAll(run("3xtf32", TILE, 1, 1, 1, EveryKernelMain.LAYERS));
        FOR_GPUS.addAll(run("3xtf32", TILE, 8, 4, 12, EveryKernelMain.PRODUCTS));
        COVERED.addAll(FOR_GPUS);
    }

    /** Each of the sizes 7 and 65, which divide no tile, as rows, columns and depth of each product. */
    @ParameterizedTest
    @CsvSource({"cpu, 7, 65, 1", "cpu, 65, 1, 7", "cpu, 1, 7, 65", "gpu, 7, 65, 1", "gpu, 65, 1, 7", "gpu, 1, 7, 65"})
    void oclgrindFindsNothingAtOddSizes(String kernels, int batch, int inputs, int outputs) throws Exception {
        run(kernels, batch, inputs, outputs);
    }

    /** The smallest work-groups that a product can be given: several along each side, and some that are not filled. */
    @Test
    void oclgrindFindsNothingInProductsOfTheSmallestTiles() throws Exception {
        assertThat(run("gpu", 2, 7, 65, 9, EveryKernelMain.PRODUCTS))
                .filteredOn(variant -> variant.options().contains("-DLX=2 "))
                .hasSize(4);
    }

    /** Fragments at sizes that they do not divide, and the slices of a warp each that short sums have. */
    @ParameterizedTest
    @CsvSource({"tf32, 4, 17, 9, 9", "3xtf32, 4, 9, 9, 17", "3xtf32, 0, 7, 9, 33"})
    void oclgrindFindsNothingInProductsOnEmulatedTensorCores(
            String precision, int tile, int batch, int inputs, int outputs) throws Exception {
        assertThat(run(precision, tile, batch, inputs, outputs, EveryKernelMain.PRODUCTS))
                .filteredOn(variant -> variant.kernel().equals("gemm_tensor"))
                .hasSize(4);
    }

    @ParameterizedTest
    @CsvSource({"cpu, gemm_strip, 8", "gpu, gemm_tile, 10"})
    void oclgrindFindsNothingInProductsThatTuningTries(String kernels, String kernel, int least) throws Exception {
        assertThat(run(kernels, 0, 7, 9, 65, EveryKernelMain.CANDIDATES))
                .filteredOn(variant -> variant.kernel().equals(kernel))
                .hasSizeGreaterThanOrEqualTo(least);
    }

    @Test
    void nothingIsLeftOut() {
        assertThat(COVERED).hasSizeGreaterThan(100);
        assertThat(KernelCoverage.missing(SOURCES, COVERED)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "elementwise; // a new kernel; __kernel void planted(__global int *x) { }; elementwise: kernel planted",
                "activation; // GELU is; ACTIVATION_LINE(PLANTED, x, s); gemm_tile: gemm_tile [SLOPE] with ACTIVATION=PLANTED",
                "update_rule; // What a kernel; RULE_LINE(PLANTED, w = g); gemm_strip: gemm_strip [COLUMN_SUMS, UPDATE] with RULE=PLANTED",
                "epilogue; #if BIAS; #ifndef PLANTED|#define PLANTED 0 // 1: more code; gemm_strip: PLANTED=1",
                "gemm_tile; #if LZ > 1; #ifndef PLANTED|#define PLANTED half // a type; gemm_tile: what values PLANTED has"
            })
    void whatIsAddedAndNotRunIsMissing(String file, String before, String planted, String missing) {
        Map<String, String> sources = new TreeMap<>(SOURCES);
        String text = sources.get(file);
        int place = Math.max(0, text.indexOf(before));
        sources.put(file, text.substring(0, place) + planted.replace('|', '\n') + "\n" + text.substring(place));
        assertThat(KernelCoverage.missing(sources, COVERED))
                .anySatisfy(found -> assertThat(found).startsWith(missing));
    }

    @Test
    void aFileThatIsAddedAndNotRunIsMissing() {
        Map<String, String> sources = new TreeMap<>(SOURCES);
        sources.put("planted", "// A new file.\n__kernel void planted(__global int *x)\n{\n}\n");
        assertThat(KernelCoverage.missing(sources, COVERED)).containsExactly("planted: kernel planted");
    }

    @Test
    void aProductThatWasNotRunInOneLayoutIsMissing() {
        Set<KernelVariant> fewer = new LinkedHashSet<>(COVERED);
        fewer.removeIf(variant -> variant.kernel().equals("gemm_tile")
                && variant.options().contains("TRANSPOSE_A")
                && variant.options().contains("TRANSPOSE_B"));
        assertThat(KernelCoverage.missing(SOURCES, fewer)).containsExactly("gemm_tile: transposes 1 1");
    }

    /** With clang's back end for NVIDIA, which Debian's PoCL brings along: what that refuses, a driver would. */
    @Test
    void everyKernelForGpuDevicesCompilesForNvidia() throws Exception {
        PtxCheck.compile(folder, "sm_80", PtxCheck.lines(FOR_GPUS));
    }

    private static Set<KernelVariant> run(String kernels, int batch, int inputs, int outputs) throws Exception {
        return run(kernels, TILE, batch, inputs, outputs, "all");
    }

    private static Set<KernelVariant> run(String kernels, int tile, int batch, int inputs, int outputs, String what)
            throws Exception {
        Path log = folder.resolve(kernels + "-" + tile + "-" + batch + "-" + inputs + "-" + outputs + ".log");
        ChildProcess.Outcome outcome = new ChildProcess()
                .environment("OCL_ICD_VENDORS", "/usr/lib/oclgrind/liboclgrind-rt-icd.so")
                .environment("OCLGRIND_LOG", log.toString())
                .environment("OCLGRIND_CHECK_API", "1")
                .environment("OCLGRIND_DATA_RACES", "1")
                .environment("OCLGRIND_UNINITIALIZED", "1")
                .environment("OCLGRIND_BUILD_OPTIONS", "-cl-opt-disable")
                .run(
                        EveryKernelMain.class,
                        kernels,
                        TestDevices.CACHE,
                        Integer.toString(tile),
                        Integer.toString(batch),
                        Integer.toString(inputs),
                        Integer.toString(outputs),
                        what);
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(log).isEmptyFile();
        Set<KernelVariant> variants = new LinkedHashSet<>();
        outcome.output().lines().map(EveryKernelMain::parse).forEach(variants::add);
        return variants;
    }
}
