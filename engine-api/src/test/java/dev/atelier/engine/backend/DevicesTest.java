package dev.atelier.engine.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DevicesTest {
    private static final List<DeviceInfo> DEVICES = List.of(
            device(0, "Portable EPYC", DeviceInfo.Kind.CPU, DeviceInfo.PREFER_PORTABLE_CPU),
            device(1, "GeForce RTX 3090", DeviceInfo.Kind.GPU, DeviceInfo.PREFER_GPU),
            device(2, "GeForce RTX 4090", DeviceInfo.Kind.GPU, DeviceInfo.PREFER_GPU),
            device(3, "Simulator 7", DeviceInfo.Kind.ACCELERATOR, 0));

    @ParameterizedTest
    @CsvSource({
        "'', 1",
        "gpu, 1",
        "GPU, 1",
        "cpu, 0",
        "0, 0",
        "2, 2",
        "opencl:2, 2",
        "OpenCL:3, 3",
        "rtx 4090, 2",
        "rtx, 1",
        "' geforce rtx 4090 ', 2",
        "simulator, 3"
    })
    void wishesAreUnderstood(String wish, int index) {
        assertThat(Devices.choose(DEVICES, wish).index()).isEqualTo(index);
    }

    /** Digits alone are an index, also where a device's name holds them. */
    @ParameterizedTest
    @CsvSource({"radeon", "4", "4090", "opencl:4", "cuda:1"})
    void unknownWishesListWhatIsThere(String wish) {
        assertThatThrownBy(() -> Devices.choose(DEVICES, wish))
                .isInstanceOf(BackendUnavailableException.class)
                .hasMessageContaining("no device '" + wish + "'")
                .hasMessageContaining("opencl:1 GPU 'GeForce RTX 3090'")
                .hasMessageContaining("opencl:3 ACCELERATOR 'Simulator 7'");
    }

    @Test
    void noDevicesIsAnError() {
        assertThatThrownBy(() -> Devices.choose(List.of(), "")).isInstanceOf(BackendUnavailableException.class);
    }

    private static DeviceInfo device(int index, String name, DeviceInfo.Kind kind, int preference) {
        return new DeviceInfo("opencl", index, name, kind, "driver", 1, 1L << 30, preference);
    }
}
