package dev.atelier.engine.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.kernels.KernelSources;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every kernel on Oclgrind with all of its checks, uninitialised reads included. */
class EveryKernelTest {
    private static final Pattern KERNEL = Pattern.compile("__kernel[^{]*?\\bvoid (\\w+)\\(|\\nvoid (\\w+)\\(");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"cpu, 1, 1, 1", "cpu, 7, 19, 10", "gpu, 1, 1, 1", "gpu, 7, 19, 10"})
    void oclgrindFindsNothing(String kernels, int batch, int inputs, int outputs) throws Exception {
        run(kernels, batch, inputs, outputs);
    }

    @Test
    void everyKernelIsCovered() throws Exception {
        Set<String> covered = new TreeSet<>(run("cpu", 2, 3, 4));
        covered.addAll(run("gpu", 2, 3, 4));
        Set<String> written = new TreeSet<>();
        for (String name : KernelSources.FILES) {
            KERNEL.matcher(KernelSources.load(name))
                    .results()
                    .forEach(match -> written.add(match.group(1) == null ? match.group(2) : match.group(1)));
        }
        assertThat(written).hasSizeGreaterThan(15);
        assertThat(covered).isEqualTo(written);
    }

    private Set<String> run(String kernels, int batch, int inputs, int outputs) throws Exception {
        Path log = folder.resolve(kernels + ".log");
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
                        Integer.toString(batch),
                        Integer.toString(inputs),
                        Integer.toString(outputs));
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(log).isEmptyFile();
        return outcome.output().lines().collect(java.util.stream.Collectors.toCollection(TreeSet::new));
    }
}
