package dev.atelier.engine.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.engine.backend.Activation;
import dev.atelier.engine.backend.Precision;
import dev.atelier.engine.backend.UpdateRule;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.engine.opencl.binding.Bindings;
import dev.atelier.engine.opencl.binding.OpenClBinding;
import dev.atelier.engine.opencl.device.OpenClDevice;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The programs that a large GPU of NVIDIA's would be given to train 784-1000-10: chosen for its sizes here, and compiled for it. */
class NvidiaStepTest {
    private static final NetworkSpec NETWORK =
            NetworkSpec.classifier(784, List.of(1000), Activation.RELU.function(), 10);

    private static final int BATCH = 128;

    private static final List<UpdateRule> RULES = List.of(
            new UpdateRule.Sgd(0), new UpdateRule.Momentum(0.9f, true, 0), new UpdateRule.Adam(0.9f, 0.999f, 1e-8f, 0));

    /** What an H100 answers in OpenCL to {@code CL_DEVICE_*}: GPU, multiprocessors, work-items of a group, local memory, vector width. */
    private static final Map<Integer, Long> ANSWERS =
            Map.of(0x1000, 4L, 0x1002, 132L, 0x1004, 1024L, 0x1023, 49_152L, 0x103A, 1L);

    /** Registers of a multiprocessor. */
    private static final int REGISTERS = 65_536;

    private static final Pattern KERNEL =
            Pattern.compile("(?m)^(.*): (\\w+): (\\d+) registers, (\\d+) bytes spilled, (\\d+) bytes of local memory$");

    @TempDir
    private Path folder;

    @Test
    void everyProgramOfAStepCompilesWithoutSpills() throws Exception {
        Set<KernelVariant> variants = new LinkedHashSet<>();
        for (Precision precision : Precision.values()) {
            try (OpenClBackend backend = open(precision)) {
                for (UpdateRule rule : precision == Precision.FP32 ? RULES : RULES.subList(1, 2)) {
                    new StepRun(backend, NETWORK, rule, BATCH, 2 * BATCH + 1).close();
                }
                variants.addAll(backend.programs().variants());
            }
        }
        assertThat(variants).extracting(KernelVariant::kernel).contains("gemm_tile", "gemm_tensor", "thin_backward");
        assertThat(kernels(variants))
                .allSatisfy(kernel -> assertThat(kernel.group(4)).isEqualTo("0"));
    }

    /** 125 work-groups of 8 units, each of which fits one of the 132 multiprocessors. */
    @Test
    void aLaunchOfManyStepsFitsTheChip() throws Exception {
        Set<KernelVariant> variants = new LinkedHashSet<>();
        try (OpenClBackend backend = open(Precision.FP32)) {
            for (UpdateRule rule : RULES) {
                new StepRun(backend, NETWORK, rule, BATCH, 2 * BATCH, step -> {
                            PersistentStep recognised = PersistentStep.of(backend.fused(step));
                            PersistentSizes sizes =
                                    PersistentSizes.of(backend.preset(), ANSWERS.get(0x1023), 0, recognised);
                            assertThat(sizes.groups()).isEqualTo(125);
                            assertThat(sizes.units()).isEqualTo(8);
                            assertThat(sizes.items()).isEqualTo(256);
                            return new PersistentPlan(backend, recognised, sizes, 1);
                        })
                        .close();
            }
            backend.programs().variants().stream()
                    .filter(variant -> variant.files().contains("persistent"))
                    .forEach(variants::add);
        }
        assertThat(variants).hasSize(RULES.size());
        assertThat(kernels(variants)).allSatisfy(kernel -> {
            assertThat(Integer.parseInt(kernel.group(3)) * 256).isLessThanOrEqualTo(REGISTERS);
            assertThat(kernel.group(4)).isEqualTo("0");
            assertThat(Long.parseLong(kernel.group(5))).isLessThanOrEqualTo(ANSWERS.get(0x1023));
        });
    }

    private List<MatchResult> kernels(Set<KernelVariant> variants) throws Exception {
        String said = PtxCheck.compile(folder, "sm_90", PtxCheck.lines(variants));
        return KERNEL.matcher(said).results().toList();
    }

    /** Opens the preferred device as one that answers so. */
    private static OpenClBackend open(Precision precision) {
        OpenClBinding real = Bindings.load(TestDevices.BINDING);
        OpenClBinding large = (OpenClBinding) Proxy.newProxyInstance(
                OpenClBinding.class.getClassLoader(),
                new Class<?>[] {OpenClBinding.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("deviceNumber") && ANSWERS.containsKey(arguments[1])) {
                        return ANSWERS.get(arguments[1]);
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        OpenClSettings settings = OpenClSettings.parse(Map.of(
                OpenClSettings.CACHE_DIRECTORY,
                TestDevices.CACHE,
                OpenClSettings.STORE_PROGRAMS,
                "false",
                OpenClSettings.TUNING,
                OpenClSettings.TUNING_OFF,
                Precision.PROPERTY,
                precision.label(),
                OpenClSettings.EMULATE_TENSOR_CORES,
                "true"));
        return new OpenClBackend(OpenClDevice.list(large, OpenClProvider.NAME).get(0), settings);
    }
}
