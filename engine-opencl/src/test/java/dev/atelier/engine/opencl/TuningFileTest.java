package dev.atelier.engine.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The file of tunings survives damage and many writers, and says what is wrong with it. */
class TuningFileTest {
    private static final TuningKey KEY = new TuningKey("device, 2 compute units", "a driver = 1", "cpu 0123");
    private static final GemmBucket FIRST = new GemmShape(false, false, 128, 1000, 784).bucket();
    private static final GemmBucket SECOND = new GemmShape(true, false, 5000, 10, 128).bucket();

    @TempDir
    Path folder;

    private TuningFile file;
    private final List<String> faults = new ArrayList<>();

    @BeforeEach
    void makeFile() {
        file = TuningFile.in(folder);
    }

    private static TuningSection section(TuningKey key, boolean inUse) {
        TuningSection section = new TuningSection(key, inUse, "2026-11-25T12:00:00Z");
        section.choices().put(FIRST, new TuningSection.Choice(GemmTilings.strip(8, 6, 2, 1, 512, 4), 0.002, 0.001));
        section.choices()
                .put(SECOND, new TuningSection.Choice(GemmTilings.strip(8, 4, 3, 1, 682, 2), Double.NaN, 0.0005));
        section.rejections()
                .add(new TuningSection.Rejection(
                        FIRST, GemmTilings.strip(8, 8, 2, 1, 512, 4), "no answer\nwithin 10 s"));
        return section;
    }

    private TuningSection read(TuningKey key, boolean inUse) {
        return file.section(key, inUse, faults::add);
    }

    @Test
    void whatIsStoredIsRead() throws Exception {
        TuningSection stored = section(KEY, true);
        file.store(stored);
        TuningSection found = read(KEY, true);
        assertThat(faults).isEmpty();
        assertThat(found.choices()).isEqualTo(stored.choices());
        assertThat(found.date()).isEqualTo(stored.date());
        assertThat(found.rejects("nn", GemmTilings.strip(8, 8, 2, 1, 512, 4))).isTrue();
        assertThat(found.rejects("tn", GemmTilings.strip(8, 8, 2, 1, 512, 4))).isFalse();
        assertThat(found.rejections().get(0).reason()).isEqualTo("no answer within 10 s");
        assertThat(TuningText.fingerprint(found)).isEqualTo(TuningText.fingerprint(stored));
    }

    @Test
    void aTuningThatWasStoppedIsNotInUseAndGoesWhenItIs() throws Exception {
        file.store(section(KEY, false));
        assertThat(read(KEY, true)).isNull();
        assertThat(read(KEY, false)).isNotNull();
        file.store(section(KEY, true));
        assertThat(read(KEY, true)).isNotNull();
        assertThat(read(KEY, false)).isNull();
        file.store(section(KEY, false));
        file.forget(KEY);
        assertThat(read(KEY, true)).isNotNull();
        assertThat(read(KEY, false)).isNull();
        assertThat(faults).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"device, a driver = 1, cpu 0124", "device, a driver = 2, cpu 0123", "device 2, a driver = 1, cpu 0123"})
    void anotherKernelDriverOrDeviceHasASectionOfItsOwn(String device, String driver, String kernels) throws Exception {
        TuningKey other = new TuningKey(device, driver, kernels);
        file.store(section(KEY, true));
        assertThat(read(other, true)).isNull();
        file.store(section(other, true));
        assertThat(read(KEY, true)).isNotNull();
        assertThat(read(other, true)).isNotNull();
        assertThat(faults).isEmpty();
    }

    @Test
    void whereverTheFileIsCutOffItIsIgnoredWithOneLine() throws Exception {
        file.store(section(KEY, true));
        byte[] content = Files.readAllBytes(file.path());
        int end = new String(content, StandardCharsets.UTF_8).lastIndexOf("[end]") + "[end]".length();
        int start = new String(content, StandardCharsets.UTF_8).indexOf("[tuned]") + "[tuned]".length();
        for (int length = 0; length < end; length++) {
            Files.write(file.path(), Arrays.copyOf(content, length));
            faults.clear();
            assertThat(read(KEY, true)).as("%d bytes", length).isNull();
            assertThat(faults.size()).as("%d bytes: %s", length, faults).isLessThanOrEqualTo(1);
            boolean keyIsThere = length > start + 130;
            if (keyIsThere) {
                assertThat(faults.get(0)).contains(file.path().toString()).contains("ends too early");
            }
        }
        file.store(section(KEY, true));
        assertThat(read(KEY, true)).as("repaired").isNotNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RM=6 | RM=x | RM must be a whole number, but is 'x'",
                "RM=6 | RX=6 | gemm_strip needs RM",
                "VW=8 | VW=7 | VW must be 1, 2, 4, 8 or 16, but is 7",
                "gemm_strip NS=1 NV=2 RM=6 TK=512 VW=8 groups_per_core=4 | thin_product VW=8 | thin_product does not compute such products",
                "nn 256 | nx 256 | a layout is nn, nt, tn or tt, but this one is 'nx'",
                "nn 256 | nn 255 | sizes end at 16, 64, 256, 1024 or 'more', but not at 255",
                "2.0000 ms | 2.0000 s | expected 'default TIME ms, chosen TIME ms'",
                "nn 256 1024 1024 = | nn 256 1024 | expected 'LAYOUT M N K = KERNEL SIZES'"
            })
    void aLineThatSaysNothingIsNamedAndTheOthersAreUsed(String text, String damage, String fault) throws Exception {
        file.store(section(KEY, true));
        List<String> lines = new ArrayList<>(Files.readAllLines(file.path()));
        int index = 0;
        while (!lines.get(index).startsWith("nn ")) {
            index++;
        }
        assertThat(lines.get(index)).contains(text);
        lines.set(index, lines.get(index).replace(text, damage));
        Files.write(file.path(), lines);
        TuningSection found = read(KEY, true);
        assertThat(found.choices()).containsOnlyKeys(SECOND);
        assertThat(faults).hasSize(1);
        assertThat(faults.get(0))
                .startsWith(file.path() + ", line " + (index + 1) + ": ")
                .contains(fault);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "# Atelier tuning file, version 2\n[tuned]\n[end]\n", "\0\u0001\n[tuned]"})
    void whatIsNoTuningFileIsIgnoredAndReplaced(String content) throws Exception {
        Files.createDirectories(file.path().getParent());
        Files.writeString(file.path(), content);
        assertThat(read(KEY, true)).isNull();
        assertThat(faults).hasSize(1);
        assertThat(faults.get(0)).contains(file.path().toString()).contains("is no tuning file of this version");
        file.store(section(KEY, true));
        assertThat(read(KEY, true)).isNotNull();
    }

    @Test
    void aFileThatCannotBeReadIsIgnoredWithOneLine() throws Exception {
        Files.createDirectories(file.path());
        assertThat(read(KEY, true)).isNull();
        assertThat(faults).hasSize(1);
        assertThat(faults.get(0)).startsWith(file.path() + ": can't be read: ");
    }

    /** Writes sections of its own, a process among others. */
    public static final class Writer {
        private Writer() {}

        public static void main(String[] arguments) throws Exception {
            TuningFile file = TuningFile.in(Path.of(arguments[0]));
            for (int i = 0; i < 20; i++) {
                file.store(section(new TuningKey(arguments[1], "driver", Integer.toString(i)), i % 2 == 0));
            }
        }
    }

    @Test
    void manyWritersLoseNothingAndReadersSeeWholeFiles() throws Exception {
        List<ChildProcess.Running> writers = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            writers.add(new ChildProcess().start(Writer.class, folder.toString(), name));
        }
        while (writers.stream().anyMatch(writer -> writer.process().isAlive())) {
            file.sections(faults::add).forEach(one -> assertThat(one.isWhole()).isTrue());
        }
        for (ChildProcess.Running writer : writers) {
            ChildProcess.Outcome outcome = writer.await();
            assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        }
        assertThat(faults).isEmpty();
        assertThat(file.sections(faults::add)).hasSize(60);
    }
}
