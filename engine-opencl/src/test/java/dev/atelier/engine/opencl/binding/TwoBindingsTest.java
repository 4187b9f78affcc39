package dev.atelier.engine.opencl.binding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jocl.CL;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both bindings in one process say the same about the same device. */
class TwoBindingsTest {
    private static final int NO_SUCH_PARAMETER = 0x7fff;
    private static final int CL_DEVICE_NAME = 0x102B;
    private static final int CL_DEVICE_TYPE = 0x1000;
    private static final int CL_DEVICE_MAX_COMPUTE_UNITS = 0x1002;
    private static final int CL_PLATFORM_NAME = 0x0902;

    private final OpenClBinding lwjgl = Bindings.load("lwjgl");
    private final OpenClBinding jocl = Bindings.load("jocl");

    @Test
    void theyDescribeTheSameDevices() {
        long[] platforms = jocl.platforms();
        assertThat(platforms).isNotEmpty().isEqualTo(lwjgl.platforms());
        for (long platform : platforms) {
            assertThat(jocl.platformText(platform, CL_PLATFORM_NAME))
                    .isNotEmpty()
                    .isEqualTo(lwjgl.platformText(platform, CL_PLATFORM_NAME));
            long[] devices = jocl.devices(platform);
            assertThat(devices).isNotEmpty().isEqualTo(lwjgl.devices(platform));
            for (long device : devices) {
                assertThat(jocl.deviceText(device, CL_DEVICE_NAME))
                        .isNotEmpty()
                        .isEqualTo(lwjgl.deviceText(device, CL_DEVICE_NAME));
                for (int parameter : new int[] {CL_DEVICE_TYPE, CL_DEVICE_MAX_COMPUTE_UNITS}) {
                    assertThat(jocl.deviceNumber(device, parameter))
                            .isPositive()
                            .isEqualTo(lwjgl.deviceNumber(device, parameter));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theyFailWithTheSameWords(boolean exceptions) {
        CL.setExceptionsEnabled(exceptions); // a program around the engine may have done so
        try {
            for (Consumer<Fixture> fault : Fixture.FAULTS) {
                String message = failure(lwjgl, fault);
                assertThat(message).contains(" failed: CL_");
                assertThat(failure(jocl, fault)).isEqualTo(message);
            }
        } finally {
            CL.setExceptionsEnabled(false);
        }
    }

    @Test
    void joclRefusesAHandleThatWasReleased() {
        try (Fixture fixture = new Fixture(jocl)) {
            long buffer = jocl.createBuffer(fixture.context, 4);
            jocl.releaseBuffer(buffer);
            assertThatThrownBy(() -> jocl.releaseBuffer(buffer))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("there is no cl_mem with handle 0x");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"lwjgl", "jocl"})
    void aTransferTakesWhatRemainsOfTheBuffer(String name) {
        OpenClBinding binding = Bindings.load(name);
        try (Fixture fixture = new Fixture(binding)) {
            long buffer = binding.createBuffer(fixture.context, 8);
            ByteBuffer source = ByteBuffer.allocateDirect(8).put(new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
            binding.write(fixture.queue, buffer, 0, source.position(0));
            binding.write(fixture.queue, buffer, 1, source.position(5).limit(7));
            ByteBuffer target = ByteBuffer.allocateDirect(8);
            binding.read(fixture.queue, buffer, 1, target.position(2).limit(6));
            byte[] result = new byte[8];
            target.clear().get(result);
            assertThat(result).containsExactly(0, 0, 6, 7, 4, 5, 0, 0);
            binding.releaseBuffer(buffer);
        }
    }

    @Test
    void aBindingThatIsNotThereIsRefusedWithThoseThatAre() {
        assertThatThrownBy(() -> Bindings.load("opengl"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'opengl'; there are: lwjgl, jocl");
    }

    private static String failure(OpenClBinding binding, Consumer<Fixture> fault) {
        try (Fixture fixture = new Fixture(binding)) {
            Throwable thrown = catchThrowable(() -> fault.accept(fixture));
            assertThat(thrown).isInstanceOf(OpenClException.class);
            return thrown.getMessage();
        }
    }

    /** A context and a queue on the first device, and what can go wrong there. */
    private static final class Fixture implements AutoCloseable {
        private static final java.util.List<Consumer<Fixture>> FAULTS = java.util.List.of(
                fixture -> fixture.binding.deviceNumber(fixture.device, NO_SUCH_PARAMETER),
                fixture -> fixture.binding.createBuffer(fixture.context, 0),
                fixture -> fixture.inProgram("kernel void f() { nonsense; }", program -> {}),
                fixture -> fixture.inProgram(
                        "kernel void f() { }", program -> fixture.binding.createKernel(program, "unknown")),
                fixture -> fixture.inProgram("kernel void f(int x) { }", program -> {
                    long kernel = fixture.binding.createKernel(program, "f");
                    try {
                        fixture.binding.setInteger(kernel, 9, 1);
                    } finally {
                        fixture.binding.releaseKernel(kernel);
                    }
                }));

        private final OpenClBinding binding;
        private final long device;
        private final long context;
        private final long queue;

        Fixture(OpenClBinding binding) {
            this.binding = binding;
            long platform = binding.platforms()[0];
            this.device = binding.devices(platform)[0];
            this.context = binding.createContext(platform, device);
            this.queue = binding.createQueue(context, device);
        }

        void inProgram(String source, Consumer<Long> use) {
            long program = binding.createProgram(context, source);
            try {
                binding.build(program, device, "");
                use.accept(program);
            } finally {
                binding.releaseProgram(program);
            }
        }

        @Override
        public void close() {
            binding.releaseQueue(queue);
            binding.releaseContext(context);
        }
    }
}
