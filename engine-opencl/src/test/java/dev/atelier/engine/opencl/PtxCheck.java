package dev.atelier.engine.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Compiles kernels for NVIDIA: with clang's back end, which Debian's PoCL brings along, and with ptxas where that is installed. */
final class PtxCheck {
    private PtxCheck() {}

    /**
     * Compiles kernels, and fails where one does not compile.
     *
     * @param folder where their PTX and the list of them are left
     * @param architecture that ptxas assembles for
     * @param lines a file and its defines each
     * @return what was said: a line for each kernel
     */
    static String compile(Path folder, String architecture, Collection<String> lines) throws Exception {
        Path list = Files.write(folder.resolve("list.txt"), lines);
        Path output = folder.resolve("output.txt");
        ProcessBuilder check = new ProcessBuilder("bash", "../kernels/ptx/check-ptx", "-")
                .redirectInput(list.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        check.environment().put("PTX", folder.toString());
        check.environment().put("ARCH", architecture);
        Process process = check.start();
        assertThat(process.waitFor(15, TimeUnit.MINUTES)).isTrue();
        String said = Files.readString(output);
        assertThat(process.exitValue()).as(said).isZero();
        assertThat(said.lines().count()).isGreaterThanOrEqualTo(lines.size());
        return said;
    }

    /** Returns the lines of kernels, each file with its defines once. */
    static List<String> lines(Collection<KernelVariant> variants) {
        return variants.stream()
                .map(variant -> variant.options()
                        .replace(
                                "-cl-std=CL1.2",
                                variant.files().get(variant.files().size() - 1)))
                .distinct()
                .toList();
    }
}
