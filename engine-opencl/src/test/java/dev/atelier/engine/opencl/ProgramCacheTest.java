package dev.atelier.engine.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.DType;
import dev.atelier.engine.backend.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cache may be damaged, shared or missing; the results stay right. */
class ProgramCacheTest {
    @TempDir
    Path folder;

    @Test
    void theSecondStartCompilesNothing() throws Exception {
        int programs = compute(folder);
        assertThat(programs).isPositive();
        assertThat(files()).hasSize(programs).allMatch(file -> file.toString().endsWith(".bin"));
        assertThat(compute(folder)).isZero();
    }

    @Test
    void damagedTruncatedAndEmptyFilesAreBuiltAgain() throws Exception {
        int programs = compute(folder);
        for (int damage = 0; damage < 3; damage++) {
            for (Path file : files()) {
                byte[] content = Files.readAllBytes(file);
                content[content.length / 2] ^= 1;
                int length = damage == 0 ? content.length : damage == 1 ? content.length / 3 : 0;
                Files.write(file, java.util.Arrays.copyOf(content, length));
            }
            assertThat(compute(folder)).isEqualTo(programs);
            assertThat(compute(folder)).as("repaired").isZero();
        }
    }

    @Test
    void filesUnderEachOthersNamesAreBuiltAgain() throws Exception {
        int programs = compute(folder);
        List<Path> files = files();
        assertThat(files.size()).isGreaterThan(1);
        byte[] first = Files.readAllBytes(files.get(0));
        Files.copy(files.get(1), files.get(0), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Files.write(files.get(1), first);
        assertThat(compute(folder)).isEqualTo(2).isLessThanOrEqualTo(programs);
    }

    /** A folder in a file's place is what not even root can read. */
    @Test
    void filesThatCannotBeReadAreBuiltAgain() throws Exception {
        int programs = compute(folder);
        for (Path file : files()) {
            Files.delete(file);
            Files.createDirectory(file);
        }
        assertThat(compute(folder)).isEqualTo(programs);
        assertThat(compute(folder)).as("repaired").isZero();
    }

    @Test
    void whatIsBuiltAgainIsSaid() throws Exception {
        compute(folder);
        List<Path> files = files();
        Files.write(files.get(0), new byte[40]);
        Files.delete(files.get(1));
        Files.createDirectory(files.get(1));
        List<String> said = new ArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                said.add(record.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger(ProgramCache.class.getName());
        logger.addHandler(handler);
        try {
            compute(folder);
        } finally {
            logger.removeHandler(handler);
        }
        assertThat(said)
                .anySatisfy(line -> assertThat(line).contains(files.get(0).toString(), "is built again: it is damaged"))
                .anySatisfy(
                        line -> assertThat(line).contains(files.get(1).toString(), "is built again: it can't be read"));
    }

    @Test
    void theKeyDependsOnTheDeviceTheDriverTheOptionsAndTheSource() {
        KernelVariant copy = KernelVariant.of(List.of("common", "elementwise"), "copy", Map.of("VW", 4));
        String key = ProgramCache.key("device", "driver", copy);
        assertThat(ProgramCache.key("device", "driver", copy)).isEqualTo(key);
        assertThat(List.of(
                        ProgramCache.key("other device", "driver", copy),
                        ProgramCache.key("device", "other driver", copy),
                        ProgramCache.key(
                                "device",
                                "driver",
                                KernelVariant.of(List.of("common", "elementwise"), "copy", Map.of("VW", 8))),
                        ProgramCache.key(
                                "device", "driver", KernelVariant.of(List.of("common"), "copy", Map.of("VW", 4)))))
                .doesNotContain(key)
                .doesNotHaveDuplicates();
    }

    @Test
    void aFolderThatCannotBeWrittenIsNoError() throws Exception {
        Path file = Files.writeString(folder.resolve("a file"), "in the way");
        assertThat(compute(file)).isPositive();
        assertThat(compute(file)).isPositive();
    }

    @Test
    void theDefaultFolderFollowsTheEnvironment() {
        assertThat(OpenClSettings.defaultCache(Map.of("ATELIER_CACHE", "/a", "XDG_CACHE_HOME", "/x")))
                .isEqualTo(Path.of("/a"));
        assertThat(OpenClSettings.defaultCache(Map.of("XDG_CACHE_HOME", "/x"))).isEqualTo(Path.of("/x/atelier"));
        assertThat(OpenClSettings.defaultCache(Map.of()))
                .isEqualTo(Path.of(System.getProperty("user.home"), ".cache", "atelier"));
    }

    /** Computes something with two programs, checks it, and returns how many programs were compiled for it. */
    private static int compute(Path cache) {
        try (OpenClBackend backend = TestDevices.open(Map.of(OpenClSettings.CACHE_DIRECTORY, cache.toString()));
                Arena arena = backend.arena("cache")) {
            Tensor x = arena.allocate("x", DType.F32, 3, 5);
            Tensor sum = arena.allocate("sum", DType.F32, 1, 1);
            backend.ops().fill(x, 2);
            backend.ops().sumOfSquares(x, sum);
            float[] result = new float[1];
            backend.read(sum, result);
            assertThat(result[0]).isEqualTo(60);
            return backend.compiledPrograms();
        }
    }

    private List<Path> files() throws Exception {
        try (Stream<Path> files = Files.list(folder.resolve("opencl"))) {
            return files.sorted().toList();
        }
    }
}
