package dev.atelier.engine.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Steps allocate nothing, each rule in a process of its own as people train: whether the compiler keeps vectors out of memory
 * depends on all that ran before in the process, which here would be every other test.
 */
class StepAllocationTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "0, sparse",
        "0, dense",
        "1, sparse",
        "1, dense",
        "2, sparse",
        "2, dense",
        "3, sparse",
        "3, dense",
        "4, sparse",
        "4, dense",
        "5, sparse",
        "5, dense",
        "6, sparse",
        "6, dense"
    })
    void stepsAllocateNothing(String rule, String input) throws Exception {
        allocatesNothing(rule, input);
    }

    /** Dropout, label smoothing, clipping by norm and the moving average of the weights. */
    @Test
    void regularizedStepsAllocateNothing() throws Exception {
        allocatesNothing("regularize");
    }

    @Test
    void distortionsAllocateNothing() throws Exception {
        allocatesNothing("distort");
    }

    private void allocatesNothing(String... arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), StepAllocationMain.class.getName()));
        command.addAll(List.of(arguments));
        File out = folder.resolve("out").toFile();
        File errors = folder.resolve("errors").toFile();
        Process process = new ProcessBuilder(command)
                .redirectOutput(out)
                .redirectError(errors)
                .start();
        assertThat(process.waitFor()).as(() -> read(errors)).isZero();
        assertThat(Files.readString(out.toPath())).isEqualToIgnoringNewLines("allocated 0");
    }

    private static String read(File file) {
        try {
            return Files.readString(file.toPath());
        } catch (java.io.IOException e) {
            return e.toString();
        }
    }
}
