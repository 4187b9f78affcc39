package dev.atelier.engine.opencl.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.engine.backend.BackendException;
import dev.atelier.engine.opencl.binding.Bindings;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What would end the process must be refused before it reaches the driver. */
class HandleTest {
    private static final String SOURCE =
            "__kernel void set(__global int *x, const int value) { x[get_global_id(0)] = value; }";

    private OpenClDevice device;
    private Context context;
    private Queue queue;

    @BeforeEach
    void open() {
        device = OpenClDevice.list(Bindings.load(System.getProperty("atelier.opencl.binding", "")), "opencl")
                .get(0);
        context = new Context(device);
        queue = new Queue(context);
    }

    @AfterEach
    void close() {
        queue.close();
        context.close();
    }

    @Test
    void aKernelComputes() {
        try (Program program = Program.compile(context, "set.cl", SOURCE, "");
                Kernel kernel = program.kernel("set");
                Buffer buffer = context.createBuffer("x", 16)) {
            queue.enqueue(kernel.buffer(buffer).integer(7), NdRange.covering(4, 1, 2, 1));
            ByteBuffer result = ByteBuffer.allocateDirect(16).order(java.nio.ByteOrder.nativeOrder());
            queue.read(buffer, 0, result);
            assertThat(result.getInt(12)).isEqualTo(7);
            assertThat(queue.counters()).isEqualTo(new QueueCounters(1, 1, 0, 16));
        }
    }

    @Test
    void everythingRefusesUseAfterCloseAndClosesTwice() {
        Program program = Program.compile(context, "set.cl", SOURCE, "");
        Kernel kernel = program.kernel("set");
        Buffer buffer = context.createBuffer("x", 16);
        kernel.buffer(buffer).integer(1);
        for (Handle handle : new Handle[] {buffer, kernel, program, queue, context}) {
            assertThat(handle.isOpen()).isTrue();
            handle.close();
            handle.close();
            assertThat(handle.isOpen()).isFalse();
        }
        NdRange range = NdRange.covering(4, 1, 1, 1);
        assertUseAfterClose(() -> queue.enqueue(kernel, range), "the OpenCL queue");
        assertUseAfterClose(() -> kernel.integer(1), "the OpenCL kernel 'set'");
        assertUseAfterClose(() -> program.kernel("set"), "the OpenCL program 'set.cl'");
        assertUseAfterClose(() -> buffer.part("y", 0, 4), "the device memory of 'x'");
        assertUseAfterClose(() -> context.createBuffer("y", 4), "the OpenCL context");
        assertUseAfterClose(() -> queue.write(buffer, 0, ByteBuffer.allocateDirect(4)), "the OpenCL queue");
        assertThat(context.bytes()).isZero();
    }

    @Test
    void aReleasedBufferIsRefusedAsAnArgumentAndWhenAKernelRuns() {
        try (Program program = Program.compile(context, "set.cl", SOURCE, "");
                Kernel kernel = program.kernel("set")) {
            Buffer buffer = context.createBuffer("x", 16);
            kernel.buffer(buffer).integer(1);
            buffer.close();
            assertUseAfterClose(() -> queue.enqueue(kernel, NdRange.covering(4, 1, 1, 1)), "the device memory of 'x'");
            assertUseAfterClose(() -> kernel.rebind().buffer(buffer), "the device memory of 'x'");
        }
    }

    @Test
    void transfersOutsideOfABufferAreRefused() {
        try (Buffer buffer = context.createBuffer("x", 16)) {
            ByteBuffer five = ByteBuffer.allocateDirect(20);
            assertThatThrownBy(() -> queue.write(buffer, 0, five))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("bytes 0 to 20 are outside of its 16");
            assertThatThrownBy(() -> queue.read(buffer, 8, five)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> queue.read(buffer, -4, five.limit(4)))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> queue.write(buffer, 0, ByteBuffer.allocate(4)))
                    .hasMessageContaining("direct");
            assertThatThrownBy(() -> buffer.part("y", 0, 17)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> buffer.part("y", 4, 4)).hasMessageContaining("multiple of");
        }
    }

    @Test
    void aTooLargeBlockIsRefusedWithTheLimit() {
        assertThatThrownBy(() -> context.createBuffer("huge", device.maxAllocationBytes() + 1))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("allocate 'huge'")
                .hasMessageContaining("CL_DEVICE_MAX_MEM_ALLOC_SIZE");
    }

    @Test
    void theAccountRefusesWhatTheDriverWouldOnlyPromise() {
        long block = device.maxAllocationBytes();
        java.util.List<Buffer> buffers = new java.util.ArrayList<>();
        assertThatThrownBy(() -> {
                    for (long taken = 0; taken <= device.info().memoryBytes(); taken += block) {
                        buffers.add(context.createBuffer("block " + buffers.size(), block));
                    }
                })
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("do not fit on " + device.info().name())
                .hasMessageContaining("CL_DEVICE_GLOBAL_MEM_SIZE");
        assertThat(context.bytes()).isEqualTo(buffers.size() * block);
        buffers.forEach(Buffer::close);
        assertThat(context.bytes()).isZero();
    }

    @Test
    void aBuildErrorShowsTheCompilersWords() {
        assertThatThrownBy(() -> Program.compile(context, "wrong.cl", "__kernel void f() { nonsense; }", "-DX=1"))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("program 'wrong.cl' with options '-DX=1'")
                .hasMessageContaining("clBuildProgram failed: CL_BUILD_PROGRAM_FAILURE (-11)")
                .hasMessageContaining("nonsense");
    }

    @Test
    void anUnknownKernelIsNamedWithTheSymbolOfTheError() {
        try (Program program = Program.compile(context, "set.cl", SOURCE, "")) {
            assertThatThrownBy(() -> program.kernel("unknown"))
                    .isInstanceOf(BackendException.class)
                    .hasMessageContaining("'unknown'")
                    .hasMessageContaining("CL_INVALID_KERNEL_NAME (-46)");
        }
    }

    private static void assertUseAfterClose(org.assertj.core.api.ThrowableAssert.ThrowingCallable use, String what) {
        assertThatThrownBy(use)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(what)
                .hasMessageContaining("after it was closed");
    }
}
