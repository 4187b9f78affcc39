package dev.atelier.engine.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.engine.tck.ReferenceBackend;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackendsTest {
    private static final BackendOptions OPTIONS = BackendOptions.defaults();
    private static final List<String> OPENED = new ArrayList<>();
    private static final BlockingQueue<String> PREPARED = new LinkedBlockingQueue<>();

    @TempDir
    Path folder;

    @BeforeEach
    void forget() {
        OPENED.clear();
    }

    @Test
    void providersAreSortedByName() throws Exception {
        assertThat(with(Backends::providers, Slow.class, Broken.class, Fast.class))
                .extracting(BackendProvider::name)
                .containsExactly("broken", "fast", "slow");
        assertThat(with(Backends::probe, Slow.class, Broken.class))
                .extracting(Probe::usable)
                .containsExactly(false, true);
    }

    @Test
    void backendsAreOpenedByName() throws Exception {
        try (Backend backend = with(() -> Backends.open("slow", OPTIONS.withThreads(3)), Slow.class, Fast.class)) {
            assertThat(backend.isOpen()).isTrue();
            assertThat(OPENED).containsExactly("slow device= threads=3");
        }
    }

    @Test
    void autoTakesTheHighestPreferenceAndShowsEveryProbe() throws Exception {
        List<String> probes = new ArrayList<>();
        Callable<Backend> open = () ->
                Backends.open(Backends.AUTO, OPTIONS, probe -> probes.add(probe.backend() + " " + probe.usable()));
        try (Backend backend = with(open, Slow.class, Broken.class, Fast.class)) {
            assertThat(backend.isOpen()).isTrue();
        }
        assertThat(OPENED).containsExactly("fast device=4 threads=0");
        assertThat(probes).containsExactly("broken false", "fast true", "slow true");
    }

    @Test
    void autoHonoursTheDevice() throws Exception {
        with(() -> Backends.open(Backends.AUTO, OPTIONS.withDevice("cpu")), Slow.class, Fast.class)
                .close();
        with(() -> Backends.open(Backends.AUTO, OPTIONS.withDevice("fast:4")), Slow.class, Fast.class)
                .close();

        assertThat(OPENED).containsExactly("slow device=0 threads=0", "fast device=4 threads=0");
        assertThatThrownBy(() -> with(() -> Backends.open(Backends.AUTO, OPTIONS.withDevice("fpga")), Slow.class))
                .isInstanceOf(BackendUnavailableException.class)
                .hasMessageContaining("no device 'fpga'; there are: slow:0 CPU 'slow device'");
    }

    @Test
    void whatCanNotBeUsedSaysWhy() {
        assertThatThrownBy(() -> with(() -> Backends.open("broken", OPTIONS), Broken.class, Fast.class))
                .isInstanceOf(BackendUnavailableException.class)
                .hasMessage("backend 'broken' can't be used: the driver is missing");
        assertThatThrownBy(() -> with(() -> Backends.open("tpu", OPTIONS), Broken.class, Fast.class))
                .isInstanceOf(BackendUnavailableException.class)
                .hasMessage("no backend 'tpu'; there are: broken, fast");
        assertThatThrownBy(() -> with(() -> Backends.open(Backends.AUTO, OPTIONS), Broken.class))
                .isInstanceOf(BackendUnavailableException.class)
                .hasMessage("no backend can be used: broken: the driver is missing");
        assertThat(OPENED).isEmpty();
    }

    @Test
    void aBackendThatComputesInAnotherPrecisionIsClosedAndSaidSo() {
        for (String name : List.of("slow", Backends.AUTO)) {
            assertThatThrownBy(() ->
                            with(() -> Backends.open(name, OPTIONS.withPrecision(Precision.TF32X3)), Slow.class))
                    .isInstanceOf(BackendUnavailableException.class)
                    .hasMessageStartingWith(
                            "precision 3xtf32 needs a device with tensor cores, and backend 'slow' computes in fp32 on ");
        }
        assertThat(OPENED).hasSize(2);
    }

    @Test
    void aProviderThatCanNotBeLoadedIsAnError() {
        assertThatThrownBy(() -> with(Backends::providers, Fast.class, DevicesTest.class))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("a backend on the class path can't be loaded")
                .hasMessageContaining(DevicesTest.class.getName());
    }

    @Test
    void preparationGoesOnBehindAProviderThatFails() throws Exception {
        PREPARED.clear();
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        List<Throwable> uncaught = new CopyOnWriteArrayList<>();
        Thread.setDefaultUncaughtExceptionHandler((thread, fault) -> uncaught.add(fault));
        try {
            String last = with(
                    () -> {
                        Backends.prepare(Backends.AUTO);
                        PREPARED.poll(10, TimeUnit.SECONDS);
                        return String.valueOf(PREPARED.poll(10, TimeUnit.SECONDS));
                    },
                    Broken.class,
                    Slow.class,
                    Fast.class);
            assertThat(last).isEqualTo("slow");
            assertThat(uncaught).isEmpty();
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
    }

    @Test
    void oneBackendIsPreparedAlone() throws Exception {
        PREPARED.clear();
        with(
                () -> {
                    Backends.prepare("slow");
                    assertThat(PREPARED.poll(10, TimeUnit.SECONDS)).isEqualTo("slow");
                    assertThat(PREPARED.poll(100, TimeUnit.MILLISECONDS)).isNull();
                    return null;
                },
                Slow.class,
                Fast.class);
    }

    @Test
    void optionsAreChecked() {
        assertThatThrownBy(() -> OPTIONS.withThreads(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("threads must be 0 to 1024, but is -1");
        assertThatThrownBy(() -> OPTIONS.withThreads(1025))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("threads must be 0 to 1024, but is 1025");
        assertThat(OPTIONS.precision()).isEqualTo(Precision.FP32);
        for (Precision precision : Precision.values()) {
            assertThat(OPTIONS.withPrecision(precision).withThreads(2).precision())
                    .isEqualTo(precision);
        }
        assertThatThrownBy(() -> new BackendOptions("", 0, Map.of(Precision.PROPERTY, "fp16")).precision())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("property 'precision': expected one of fp32, tf32, 3xtf32, but is 'fp16'");
        assertThat(OPTIONS.withThreads(1024).withDevice("gpu"))
                .isEqualTo(new BackendOptions("gpu", 1024, OPTIONS.properties()));
    }

    /** Runs {@code call} where {@link java.util.ServiceLoader} finds these providers. */
    private <T> T with(Callable<T> call, Class<?>... providers) throws Exception {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        List<String> names = new ArrayList<>();
        for (Class<?> provider : providers) {
            names.add(provider.getName());
        }
        Files.write(services.resolve(BackendProvider.class.getName()), names);
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader loader = new OnlyIn(folder, before)) {
            thread.setContextClassLoader(loader);
            return call.call();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Finds resources in one folder and classes as its parent does. */
    private static final class OnlyIn extends URLClassLoader {
        OnlyIn(Path folder, ClassLoader parent) throws IOException {
            super(new URL[] {folder.toUri().toURL()}, parent);
        }

        @Override
        public Enumeration<URL> getResources(String name) throws IOException {
            return findResources(name);
        }
    }

    /** A provider of the reference backend under a name and preference of its own. */
    public abstract static class Named implements BackendProvider {
        private final DeviceInfo device;

        Named(String name, int index, DeviceInfo.Kind kind, int preference) {
            device = new DeviceInfo(name, index, name + " device", kind, "driver", 1, 1, preference);
        }

        @Override
        public String name() {
            return device.backend();
        }

        @Override
        public Probe probe() {
            return Probe.usable(name(), "works", List.of(device));
        }

        @Override
        public void prepare() {
            PREPARED.add(name());
        }

        @Override
        public Backend open(BackendOptions options) {
            OPENED.add(name() + " device=" + options.device() + " threads=" + options.threads());
            return new ReferenceBackend();
        }
    }

    /** A provider with a low preference. */
    public static final class Slow extends Named {
        /** For the service loader. */
        public Slow() {
            super("slow", 0, DeviceInfo.Kind.CPU, 1);
        }
    }

    /** A provider with a high preference. */
    public static final class Fast extends Named {
        /** For the service loader. */
        public Fast() {
            super("fast", 4, DeviceInfo.Kind.GPU, 2);
        }
    }

    /** A provider that does not work here. */
    public static final class Broken extends Named {
        /** For the service loader. */
        public Broken() {
            super("broken", 0, DeviceInfo.Kind.GPU, 3);
        }

        @Override
        public Probe probe() {
            return Probe.unusable(name(), "the driver is missing");
        }

        @Override
        public void prepare() {
            throw new IllegalStateException("the driver is missing");
        }
    }
}
