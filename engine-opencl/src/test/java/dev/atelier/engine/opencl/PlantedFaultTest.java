package dev.atelier.engine.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The simulator's log fills when a kernel is wrong: {@link OclgrindLogTest} can fail. */
class PlantedFaultTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(PlantedFaultMain.Fault.class)
    void theLogTellsOfAPlantedFault(PlantedFaultMain.Fault fault) throws Exception {
        assertThat(logOf(PlantedFaultMain.class, fault.name()))
                .isNotEmptyFile()
                .content()
                .contains(fault.finding());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void theLogTellsOfAnyBarrierThatIsTakenOutOfAProduct(int barrier) throws Exception {
        assertThat(logOf(MissingBarrierMain.class, Integer.toString(barrier)))
                .isNotEmptyFile()
                .content()
                .contains("data race");
    }

    @Test
    void theLogOfTheWholeProductIsEmpty() throws Exception {
        assertThat(logOf(MissingBarrierMain.class, Integer.toString(MissingBarrierMain.BARRIERS)))
                .isEmptyFile();
    }

    @Test
    void theLogOfARightKernelIsEmpty() throws Exception {
        assertThat(logOf(PlantedFaultMain.class, "none")).isEmptyFile();
    }

    private Path logOf(Class<?> main, String fault) throws Exception {
        Path log = folder.resolve("oclgrind.log");
        ChildProcess.Outcome outcome = new ChildProcess()
                .environment("OCL_ICD_VENDORS", "/usr/lib/oclgrind/liboclgrind-rt-icd.so")
                .environment("OCLGRIND_LOG", log.toString())
                .environment("OCLGRIND_CHECK_API", "1")
                .environment("OCLGRIND_DATA_RACES", "1")
                .environment("OCLGRIND_UNINITIALIZED", "1")
                .environment("OCLGRIND_BUILD_OPTIONS", "-cl-opt-disable")
                .run(main, fault);
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        return log;
    }
}
