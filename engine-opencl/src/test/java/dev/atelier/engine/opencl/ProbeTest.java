package dev.atelier.engine.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.engine.backend.BackendOptions;
import dev.atelier.engine.backend.BackendUnavailableException;
import dev.atelier.engine.backend.Backends;
import dev.atelier.engine.backend.DeviceInfo;
import dev.atelier.engine.backend.Probe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeTest {
    @Test
    void theProviderIsRegisteredAndListsItsDevices() {
        assertThat(Backends.providers()).hasAtLeastOneElementOfType(OpenClProvider.class);
        Probe probe = new OpenClProvider().probe();
        assertThat(probe.usable()).as(probe.message()).isTrue();
        DeviceInfo device = probe.devices().get(0);
        assertThat(device.id()).isEqualTo("opencl:0");
        assertThat(device.memoryBytes()).isPositive();
        assertThat(device.computeUnits()).isPositive();
        assertThat(device.preference())
                .isEqualTo(
                        device.kind() == DeviceInfo.Kind.GPU ? DeviceInfo.PREFER_GPU : DeviceInfo.PREFER_PORTABLE_CPU);
    }

    @Test
    void anUnknownDeviceIsRefusedWithThoseThatAreThere() {
        assertThatThrownBy(() ->
                        new OpenClProvider().open(BackendOptions.defaults().withDevice("no such device")))
                .isInstanceOf(BackendUnavailableException.class)
                .hasMessageContaining("no device 'no such device'")
                .hasMessageContaining("opencl:0");
    }

    @Test
    void withoutALoaderTheProbeSaysWhatToInstall() throws Exception {
        assertRefused(
                new ChildProcess()
                        .option("-Dorg.lwjgl.opencl.libname=libNothing.so.9")
                        .run(ProbeMain.class, "lwjgl"),
                "no OpenCL loader was found (tried libNothing.so.9); install one");
    }

    @Test
    void joclWithoutALoaderSaysWhatToInstall(@TempDir Path broken) throws Exception {
        Files.writeString(broken.resolve("libOpenCL.so.1"), "no library");
        Files.writeString(broken.resolve("libOpenCL.so"), "no library");
        assertRefused(
                new ChildProcess()
                        .environment("LD_LIBRARY_PATH", broken.toString())
                        .run(ProbeMain.class, "jocl"),
                "no OpenCL loader was found (tried libOpenCL.so.1, libOpenCL.so); install one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"lwjgl", "jocl"})
    void withoutADriverTheProbeSaysWhatToInstall(String binding, @TempDir Path empty) throws Exception {
        assertRefused(
                new ChildProcess()
                        .environment("OCL_ICD_VENDORS", empty.toString())
                        .run(ProbeMain.class, binding),
                "no OpenCL driver on this machine offers a device; install one");
    }

    @Test
    void threadsThatAskTogetherGetTheSameAnswer() throws Exception {
        for (int i = 0; i < 3; i++) {
            ChildProcess.Outcome outcome = new ChildProcess().run(TogetherMain.class);
            assertThat(outcome.output().strip()).isEqualTo("true 8");
            assertThat(outcome.exitCode()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"lwjgl", "jocl"})
    void processesThatStartTogetherDoNotDisturbEachOther(String binding, @TempDir Path temporary) throws Exception {
        List<ChildProcess.Running> running = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            running.add(new ChildProcess()
                    .option("-Datelier.opencl.binding=" + binding)
                    .option("-Djava.io.tmpdir=" + temporary)
                    .option("-XX:-UsePerfData")
                    .start(DivisionMain.class));
        }
        for (ChildProcess.Running child : running) {
            ChildProcess.Outcome outcome = child.await();
            assertThat(outcome.output()).contains("thrown " + DivisionMain.expected());
            assertThat(outcome.exitCode()).isZero();
        }
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left).as("what the processes left behind").isEmpty();
        }
    }

    static void assertRefused(ChildProcess.Outcome outcome, String reason) {
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        List<String> lines = outcome.output().lines().toList();
        assertThat(lines).as("nothing else is printed").hasSize(3);
        assertThat(lines.get(0)).startsWith("usable=false " + reason);
        assertThat(lines.get(1)).startsWith("usable=false " + reason);
        assertThat(lines.get(2)).startsWith("unavailable: " + reason);
    }
}
