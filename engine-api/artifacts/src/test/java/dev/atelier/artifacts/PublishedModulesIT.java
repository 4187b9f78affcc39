package dev.atelier.artifacts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PublishedModulesIT {
    private static final long MEGABYTE = 1_000_000;

    /** The annotations that compilers of other code may read, and the libraries of which the OpenCL backend needs one. */
    private static final List<String> OPTIONAL =
            List.of("org.jspecify:jspecify", "org.lwjgl:lwjgl", "org.lwjgl:lwjgl-opencl", "org.jocl:jocl");

    @Test
    void theEngineAndItsCpuBackendAreBelowAMegabyte() throws IOException {
        assertThat(Files.size(Module.ENGINE_API.jar()) + Files.size(Module.ENGINE_CPU.jar()))
                .isLessThan(MEGABYTE);
    }

    @ParameterizedTest
    @EnumSource
    void aModuleBringsAlongWhatItNeedsAndNothingElse(Module module) throws IOException {
        assertThat(module.pom().dependencies().stream()
                        .filter(dependency -> !dependency.isOptional())
                        .map(Pom.Dependency::name))
                .containsExactlyInAnyOrderElementsOf(module.needs());
        assertThat(module.pom().dependencies().stream()
                        .filter(Pom.Dependency::isOptional)
                        .map(Pom.Dependency::name))
                .isSubsetOf(OPTIONAL);
        assertThat(module.pom().dependencies())
                .allSatisfy(dependency -> assertThat(dependency.text("version")).isNotEmpty())
                .noneSatisfy(dependency -> assertThat(dependency.text("scope")).isIn("test", "system"))
                .filteredOn(dependency -> dependency.text("scope").equals("provided"))
                .allMatch(Pom.Dependency::isOptional);
    }

    @ParameterizedTest
    @EnumSource
    void aModulesPomSaysWhatItIsAndNothingOfHowItWasBuilt(Module module) throws IOException {
        Pom pom = module.pom();
        assertThat(pom.elements())
                .doesNotContain(
                        "parent",
                        "build",
                        "properties",
                        "profiles",
                        "repositories",
                        "dependencyManagement",
                        "pluginRepositories",
                        "reporting")
                .contains("name", "description", "licenses", "developers");
        assertThat(pom.text()).doesNotContain("${");
        assertThat(pom.value("licenses", "license", "name")).isEqualTo("Apache-2.0");
        assertThat(pom.value("artifactId")).isEqualTo(module.artifact());
    }

    @ParameterizedTest
    @EnumSource
    void aJarSaysByWhichModuleNameItIsKnown(Module module) throws IOException {
        try (JarFile jar = new JarFile(module.jar().toFile())) {
            assertThat(jar.getManifest().getMainAttributes().getValue("Automatic-Module-Name"))
                    .isEqualTo(module.moduleName());
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyJarOfAModuleHasTheLicenceInIt(Module module) throws IOException {
        String licence = Files.readString(Module.licence());
        for (JarFile opened :
                List.of(new JarFile(module.jar().toFile()), module.attached("sources"), module.attached("javadoc"))) {
            try (JarFile jar = opened) {
                JarEntry entry = jar.getJarEntry("META-INF/LICENSE");
                assertThat(entry).as("META-INF/LICENSE in " + jar.getName()).isNotNull();
                assertThat(new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8))
                        .isEqualTo(licence);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"sources, .java", "javadoc, .html"})
    void everyModuleHasSourcesAndJavadoc(String classifier, String suffix) throws IOException {
        for (Module module : Module.values()) {
            try (JarFile jar = module.attached(classifier)) {
                assertThat(jar.stream().map(JarEntry::getName))
                        .as(module.artifact())
                        .anyMatch(name -> name.contains("dev/atelier/") && name.endsWith(suffix));
            }
        }
    }

    @Test
    void theBomNamesEveryModule() throws IOException {
        assertThat(Pom.read(Module.installed("atelier-bom", "pom")).managed().stream()
                        .map(Pom.Dependency::name))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Module.values())
                        .map(module -> "dev.atelier:" + module.artifact())
                        .toList());
    }
}
