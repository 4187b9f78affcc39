package dev.atelier.engine.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.BackendException;
import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.UpdateRule;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.engine.opencl.binding.Bindings;
import dev.atelier.engine.opencl.binding.OpenClBinding;
import dev.atelier.engine.opencl.device.OpenClDevice;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each OpenCL call of a short life fails in turn: one clear line, nothing leaked, and the next backend computes what is right. */
class FaultTest {
    private static final int DEVICE_NOT_AVAILABLE = -2;
    private static final int ALLOCATION_FAILURE = -4;
    private static final int OUT_OF_RESOURCES = -5;
    private static final int OUT_OF_HOST_MEMORY = -6;
    private static final int[] CODES = {DEVICE_NOT_AVAILABLE, ALLOCATION_FAILURE, OUT_OF_RESOURCES, OUT_OF_HOST_MEMORY};
    private static final Map<Integer, String> SYMBOLS = Map.of(
            DEVICE_NOT_AVAILABLE, "CL_DEVICE_NOT_AVAILABLE",
            ALLOCATION_FAILURE, "CL_MEM_OBJECT_ALLOCATION_FAILURE",
            OUT_OF_RESOURCES, "CL_OUT_OF_RESOURCES",
            OUT_OF_HOST_MEMORY, "CL_OUT_OF_HOST_MEMORY");

    /** After these the backend has another way: it compiles what it can't load, and does not store what it can't get. */
    private static final Set<String> SURVIVED = Set.of("clCreateProgram", "clBuildProgram", "clGetProgramInfo");

    private static final NetworkSpec NETWORK = NetworkSpec.classifier(6, List.of(5), Activation.TANH.function(), 10);
    private static final UpdateRule RULE = new UpdateRule.Momentum(0.9f, false, 0);
    private static final int BATCH = 4;
    private static final int SAMPLES = 10;

    private final OpenClBinding real = Bindings.load(TestDevices.BINDING);

    @TempDir
    Path cache;

    private float[] right;

    @BeforeEach
    void computeWithoutFaults() {
        FaultyBinding faultless = faultless();
        right = train(faultless);
        assertThat(faultless.live()).isEmpty();
        assertThat(right).isNotEmpty();
    }

    private OpenClBackend open(FaultyBinding faulty, Path cacheFolder) {
        OpenClDevice device =
                OpenClDevice.list(faulty.binding(), OpenClProvider.NAME).get(0);
        return new OpenClBackend(
                device, OpenClSettings.parse(Map.of(OpenClSettings.CACHE_DIRECTORY, cacheFolder.toString())));
    }

    /** Opens a backend, allocates, uploads, trains an epoch in recorded steps, downloads and closes. */
    private float[] train(FaultyBinding faulty) {
        try (OpenClBackend backend = open(faulty, cache);
                StepRun run = new StepRun(backend, NETWORK, RULE, BATCH, SAMPLES)) {
            run.startEpoch();
            for (int step = 0; step < run.steps(); step++) {
                run.planned(step);
            }
            return run.everything();
        }
    }

    private FaultyBinding faultless() {
        return new FaultyBinding(real, call -> false, 0);
    }

    private int callsOf(Consumer<FaultyBinding> life) {
        FaultyBinding faultless = faultless();
        life.accept(faultless);
        return faultless.calls().size();
    }

    private static void checkFault(FaultyBinding faulty, Throwable fault, int code, String call) {
        assertThat(fault).as(call).isInstanceOf(BackendException.class);
        assertThat(fault.getMessage()).as(call).contains(faulty.failed().get(0) + " failed: " + SYMBOLS.get(code));
        assertThat(fault.getMessage().strip().lines()).as(call).hasSize(1);
    }

    private void checkNextBackend(String call) {
        assertThat(train(faultless())).as("a backend after %s", call).containsExactly(right);
    }

    @Test
    void anyOneCallThatFailsIsOneLineAndLeaksNothing() {
        int count = callsOf(this::train);
        Set<String> seen = new HashSet<>();
        for (int number = 1; number <= count; number++) {
            int planned = number;
            int code = CODES[number % CODES.length];
            FaultyBinding faulty = new FaultyBinding(real, call -> call == planned, code);
            float[][] result = new float[1][];
            Throwable fault = catchThrowable(() -> result[0] = train(faulty));
            String name = faulty.failed().get(0);
            String call = "call " + number + ", " + name;
            if (fault != null || !SURVIVED.contains(name)) {
                checkFault(faulty, fault, code, call);
            } else {
                assertThat(result[0]).as(call).containsExactly(right);
            }
            assertThat(faulty.live()).as("left after " + call).isEmpty();
            if (seen.add(name)) {
                checkNextBackend(call);
            }
        }
        assertThat(seen)
                .contains("clCreateContext", "clCreateCommandQueue", "clCreateBuffer", "clCreateSubBuffer")
                .contains("clCreateKernel", "clSetKernelArg", "clEnqueueNDRangeKernel", "clEnqueueWriteBuffer")
                .contains("clEnqueueReadBuffer", "clFlush", "clFinish", "clGetPlatformIDs", "clGetDeviceIDs")
                .contains("clReleaseContext", "clReleaseCommandQueue", "clReleaseMemObject", "clReleaseKernel");
    }

    /** From some call on all fail, releases too, as on a device that has fallen off the bus. */
    @Test
    void aDeviceThatIsLostIsOneLineAndEverythingIsGivenBack() {
        int count = callsOf(this::train);
        for (int number = 1; number <= count; number += 7) {
            int first = number;
            FaultyBinding faulty = new FaultyBinding(real, call -> call >= first, DEVICE_NOT_AVAILABLE);
            String call = "from call " + number;
            Throwable fault = catchThrowable(() -> train(faulty));
            assertThat(fault).as(call).isInstanceOf(BackendException.class);
            assertThat(fault.getMessage()).as(call).contains("CL_DEVICE_NOT_AVAILABLE");
            assertThat(faulty.live()).as("left " + call).isEmpty();
        }
        checkNextBackend("a lost device");
    }

    /** With an empty cache, so that a program is compiled and its binary is asked for. */
    @Test
    void anyCallThatFailsWhileAProgramIsCompiledLeaksNothing() {
        int[] life = {0};
        Consumer<FaultyBinding> compile = faulty -> {
            try (OpenClBackend backend = open(faulty, cache.resolve("empty" + life[0]++));
                    Arena arena = backend.arena("one")) {
                arena.allocate("x", DType.F32, 1, 1);
            }
        };
        FaultyBinding faultless = faultless();
        compile.accept(faultless);
        int start = faultless.calls().indexOf("clCreateContext");
        assertThat(faultless.calls()).contains("clGetProgramInfo", "clReleaseProgram");
        for (int number = start + 1; number <= faultless.calls().size(); number++) {
            int planned = number;
            int code = CODES[number % CODES.length];
            FaultyBinding faulty = new FaultyBinding(real, call -> call == planned, code);
            Throwable fault = catchThrowable(() -> compile.accept(faulty));
            String name = faulty.failed().get(0);
            String call = "call " + number + ", " + name;
            if (!name.equals("clGetProgramInfo")) {
                checkFault(faulty, fault, code, call);
            } else {
                assertThat(fault).as(call).isNull();
            }
            assertThat(faulty.live()).as("left after " + call).isEmpty();
        }
    }

    /** What can't be built is told with its log; where that can't be had either, the first fault stays the one that is told. */
    @Test
    void aLogThatCannotBeReadDoesNotHideWhyAProgramWasNotBuilt() {
        FaultyBinding faulty = faultless();
        int build;
        try (OpenClBackend backend = open(faulty, cache.resolve("log"));
                Arena arena = backend.arena("one")) {
            arena.allocate("x", DType.F32, 1, 1);
            build = faulty.calls().indexOf("clBuildProgram") + 1;
        }
        FaultyBinding twice = new FaultyBinding(real, call -> call == build || call == build + 1, OUT_OF_HOST_MEMORY);
        Throwable fault = catchThrowable(() -> {
            try (OpenClBackend backend = open(twice, cache.resolve("other"));
                    Arena arena = backend.arena("one")) {
                arena.allocate("x", DType.F32, 1, 1);
            }
        });
        assertThat(twice.failed()).containsExactly("clBuildProgram", "clGetProgramBuildInfo");
        checkFault(twice, fault, OUT_OF_HOST_MEMORY, "build and log");
        assertThat(twice.live()).isEmpty();
    }
}
