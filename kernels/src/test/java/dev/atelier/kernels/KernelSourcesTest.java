package dev.atelier.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KernelSourcesTest {
    private static final Path SOURCES = Path.of("src/main/resources/dev/atelier/kernels");
    private static final List<String> ALL = Stream.of(KernelSources.FILES, KernelSources.PROGRESSION)
            .flatMap(List::stream)
            .toList();

    @Test
    void everyFileIsListedAndOpensWithItsPurpose() throws Exception {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            assertThat(files.filter(file -> file.toString().endsWith(".cl"))
                            .map(file -> SOURCES.relativize(file).toString().replace(".cl", "")))
                    .containsExactlyInAnyOrderElementsOf(ALL);
        }
        assertThat(ALL).allSatisfy(name -> assertThat(KernelSources.load(name)).startsWith("// "));
    }

    @Test
    void everyTuningDefineHasADefaultAndItsMeaning() {
        Pattern guarded = Pattern.compile("#ifndef (\\w+)\n#define (\\w+) \\S+ // \\S.*");
        Pattern guard = Pattern.compile("#ifndef \\w+");
        assertThat(ALL).allSatisfy(name -> {
            String source = KernelSources.load(name);
            assertThat(guarded.matcher(source)
                            .results()
                            .filter(match -> match.group(1).equals(match.group(2))))
                    .hasSize((int) guard.matcher(source).results().count());
        });
    }

    @Test
    void everyKernelIsDescribedInTheReadme() throws Exception {
        String readme = Files.readString(Path.of("README.md"));
        Pattern kernel = Pattern.compile("\\b(\\w+)\\(\\s*(?:const int|__global)");
        assertThat(KernelSources.FILES).allSatisfy(name -> {
            String source = KernelSources.load(name);
            String kernels = source.replaceAll("(?s)static inline.*?\\)\n", "");
            kernel.matcher(kernels)
                    .results()
                    .map(match -> match.group(1))
                    .forEach(found -> assertThat(readme).contains("`" + found + "`"));
        });
    }

    @Test
    void everyStepOpensWithItsNumberAndIsDescribedInItsReadme() throws Exception {
        String readme = Files.readString(Path.of("progression/README.md"));
        assertThat(KernelSources.PROGRESSION).allSatisfy(name -> {
            String number = name.replaceAll("\\D", "");
            assertThat(KernelSources.load(name)).startsWith("// GEMM, step " + number);
            assertThat(readme).contains("../src/main/resources/dev/atelier/kernels/" + name + ".cl");
        });
    }

    @Test
    void anUnknownNameIsRefusedWithTheKnownOnes() {
        assertThatThrownBy(() -> KernelSources.load("nothing"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'nothing'")
                .hasMessageContaining("gemm_strip");
    }
}
