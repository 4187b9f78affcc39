package dev.atelier.engine.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.engine.backend.BackendException;
import dev.atelier.engine.backend.BackendUnavailableException;
import dev.atelier.engine.backend.Precision;
import dev.atelier.engine.backend.TuningReport;
import dev.atelier.engine.backend.TuningRequest;
import dev.atelier.engine.opencl.binding.Bindings;
import dev.atelier.engine.opencl.device.OpenClDevice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tuning chooses the fastest of the candidates that are right, whatever the others do. */
@Timeout(180)
class TunerTest {
    private static final GemmShape SHAPE = new GemmShape(false, false, 128, 1000, 784);
    private static final GemmShape OTHER = new GemmShape(true, false, 784, 1000, 128);

    /** Long enough for a loaded machine to answer, short enough to wait for one that never does. */
    private static final Duration LIMIT = Duration.ofSeconds(4);

    @TempDir
    Path folder;

    private final Notes notes = new Notes();

    private Map<String, String> properties(String tuning) {
        Map<String, String> properties = new HashMap<>(Map.of(
                OpenClSettings.CACHE_DIRECTORY,
                folder.toString(),
                OpenClSettings.BINDING,
                TestDevices.BINDING,
                OpenClSettings.KERNELS,
                "cpu"));
        properties.put(OpenClSettings.TUNING, tuning);
        return properties;
    }

    private TuningSession session() {
        OpenClDevice device =
                OpenClDevice.list(Bindings.load(TestDevices.BINDING), "opencl").get(0);
        return new TuningSession(device, OpenClSettings.parse(properties("")), properties(""));
    }

    /** Candidates that differ in their groups per core alone; the default is the first. */
    private static Tuner.Candidates groups(int... groups) {
        return (preset, shape) -> {
            List<GemmTiling> candidates = new ArrayList<>();
            for (int one : groups) {
                candidates.add(GemmTilings.preset(preset, shape).with(GemmTiling.GROUPS_PER_CORE, one));
            }
            return candidates;
        };
    }

    private TuningReport tune(boolean again, List<GemmShape> shapes, Tuner.Candidates candidates) {
        CandidatePool pool = new CandidatePool(PlantedServerMain.class.getName(), 0, properties(""), LIMIT);
        return session().run(new TuningRequest(again, 100), notes, pool, shapes, candidates);
    }

    @Test
    void candidatesThatHangOrCrashOrAreWrongAreRejectedAndTheRestGoesOn() throws Exception {
        Tuner.Candidates planted = groups(
                4,
                PlantedServerMain.HANGS,
                3,
                PlantedServerMain.WRITES_OUT_OF_BOUNDS,
                PlantedServerMain.ENDS_ITS_PROCESS,
                PlantedServerMain.IS_WRONG,
                2,
                5);
        TuningReport report = tune(
                false,
                List.of(SHAPE, OTHER),
                (preset, shape) -> (shape.equals(SHAPE) ? planted : groups(4, 2)).of(preset, shape));
        assertThat(report.complete()).isTrue();
        assertThat(report.choices())
                .extracting(TuningReport.Choice::ratio)
                .as("default 4 ms, fastest 2 ms")
                .containsExactly(2.0, 2.0);
        assertThat(report.choices().get(0).chosen()).contains("groups_per_core=2");
        assertThat(report.rejections()).hasSize(4);
        assertThat(report.rejections())
                .extracting(TuningReport.Rejection::reason)
                .satisfiesExactly(
                        hung -> assertThat(hung).isEqualTo("no answer within 4 s"),
                        crashed -> assertThat(crashed).startsWith("its process ended with code "),
                        killed -> assertThat(killed).startsWith("its process ended with code 137"),
                        wrong -> assertThat(wrong).isEqualTo("wrong: row 1, column 2 is 3 and not 4"));
        assertThat(Files.readString(TuningFile.in(folder).path()))
                .containsPattern("rejected nn .*groups_per_core=901 ; no answer within 4 s")
                .containsPattern("nn 256 1024 1024 = .*groups_per_core=2 ; default 4.0000 ms, chosen 2.0000 ms");
        assertThat(processes()).as("no process is left").isEmpty();
    }

    private static List<String> processes() {
        return ProcessHandle.current()
                .descendants()
                .map(process -> process.info().commandLine().orElse(""))
                .filter(line -> line.contains("PlantedServerMain"))
                .toList();
    }

    @Test
    void theDefaultStaysUnlessAnotherIsClearlyFaster() {
        TuningReport report = tune(false, List.of(SHAPE), groups(100, 98, 99));
        assertThat(report.choices().get(0).chosen())
                .isEqualTo(report.choices().get(0).standard().replace("core=4", "core=100"));
        assertThat(report.choices().get(0).ratio()).isEqualTo(1);
        report = tune(true, List.of(SHAPE), groups(100, 96, 97));
        assertThat(report.choices().get(0).chosen()).contains("groups_per_core=96");
    }

    @Test
    void whatWasStoppedIsNotInUseAndGoesOnWhereItStopped() {
        notes.stopAfter = 1;
        TuningReport stopped = tune(false, List.of(SHAPE, OTHER), groups(4, 2));
        assertThat(stopped.complete()).isFalse();
        assertThat(stopped.choices()).hasSize(1);
        try (OpenClBackend backend = TestDevices.open(properties(""))) {
            assertThat(backend.tuning()).isEqualTo("presets (not tuned)");
        }
        notes.stopAfter = Integer.MAX_VALUE;
        notes.tried.clear();
        TuningReport resumed = tune(false, List.of(SHAPE, OTHER), groups(4, 2));
        assertThat(resumed.complete()).isTrue();
        assertThat(resumed.choices()).hasSize(2);
        assertThat(notes.tried).hasSize(2).allMatch(one -> one.startsWith("tn "));
        notes.tried.clear();
        assertThat(tune(false, List.of(SHAPE, OTHER), groups(4, 2)).measuredNow())
                .isFalse();
        assertThat(notes.tried).isEmpty();
    }

    @Test
    void nothingWorkingIsAnErrorThatSaysWhy() {
        assertThatThrownBy(() -> tune(false, List.of(SHAPE), groups(PlantedServerMain.IS_WRONG)))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("no product kernel works on this device; the last to fail: wrong: row 1");
    }

    /** The candidates of a CPU and of a GPU for a small product, checked and timed in earnest. */
    @Test
    void aTunedBackendUsesWhatWasChosenAndSaysSo() throws Exception {
        GemmShape small = new GemmShape(false, true, 33, 70, 20);
        TuningReport report = session()
                .run(
                        new TuningRequest(false, 100),
                        notes,
                        new CandidatePool(CandidateServer.class.getName(), 0, properties(""), Tuner.CANDIDATE_LIMIT),
                        List.of(small),
                        (preset, shape) -> List.of(
                                GemmTilings.strip(4, 4, 1, 1, 16, 1),
                                GemmTilings.preset(preset, shape),
                                TilePresets.tile(4, 2, 1, 8, 4, 4, 2)));
        assertThat(report.rejections()).isEmpty();
        assertThat(report.choices()).hasSize(1);
        assertThat(report.choices().get(0).chosenSeconds()).isBetween(1e-7, 1e-1);
        String file = TuningFile.in(folder).path().toString();
        List<String> log = new ArrayList<>();
        try (OpenClBackend backend = TestDevices.open(properties(""))) {
            assertThat(backend.tuning())
                    .startsWith("1 kinds of products tuned on 2")
                    .endsWith(", in " + file);
        }
        try (OpenClBackend backend = TestDevices.open(properties(OpenClSettings.TUNING_OFF))) {
            assertThat(backend.tuning()).isEqualTo("presets (tuning is off)");
        }
        Files.writeString(
                Path.of(file), Files.readString(Path.of(file)).replaceAll("kernels = cpu .*", "kernels = cpu 00"));
        listen(log, () -> {
            try (OpenClBackend backend = TestDevices.open(properties(""))) {
                assertThat(backend.tuning()).isEqualTo("presets (not tuned)");
            }
        });
        assertThat(log).hasSize(1);
        assertThat(log.get(0))
                .startsWith(file + ": the tuning of ")
                .contains("is for other kernels (cpu 00) and is ignored");
        assertThatThrownBy(() -> TestDevices.open(properties(file)))
                .isInstanceOf(BackendUnavailableException.class)
                .hasMessageContaining("holds no tuning for ");
        assertThatThrownBy(() -> TestDevices.open(properties(file + "x")))
                .isInstanceOf(BackendUnavailableException.class)
                .hasMessage(file + "x: no such file");
    }

    private static void listen(List<String> lines, Runnable action) {
        Logger logger = Logger.getLogger(Tuning.class.getName());
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord entry) {
                lines.add(entry.getMessage());
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        logger.addHandler(handler);
        try {
            action.run();
        } finally {
            logger.removeHandler(handler);
        }
    }

    @Test
    void theOracleFindsOneWrongElementAndNaN() {
        for (GemmShape shape : List.of(SHAPE, OTHER, new GemmShape(false, true, 7, 5, 3))) {
            ProductOracle oracle = new ProductOracle(shape, Precision.FP32);
            float[] product = new float[shape.m() * shape.n()];
            for (int i = 0; i < shape.m(); i++) {
                for (int d = 0; d < shape.k(); d++) {
                    float x = oracle.a()[shape.transposeA() ? d * shape.m() + i : i * shape.k() + d];
                    for (int j = 0; j < shape.n(); j++) {
                        product[i * shape.n() + j] +=
                                x * oracle.b()[shape.transposeB() ? j * shape.k() + d : d * shape.n() + j];
                    }
                }
            }
            assertThat(oracle.fault(product)).as("%s", shape).isEmpty();
            int last = product.length - 1;
            for (float wrong : new float[] {product[last] + 0.01f, Float.NaN}) {
                float right = product[last];
                product[last] = wrong;
                assertThat(oracle.fault(product)).contains("row " + (shape.m() - 1) + ", column " + (shape.n() - 1));
                product[last] = right;
            }
        }
    }

    /** The lists are short, hold the default first, and nothing that can't be written to a file and read again. */
    @Test
    void candidatesAreShortListsThatBeginWithTheDefault() {
        for (Preset preset : List.of(
                new Preset(true, 16, 1, 16, 6, 4, 1024, 2, 4096, 0, Precision.FP32),
                new Preset(true, 8, 1, 16, 6, 2, 1024, 2, 4096, 0, Precision.FP32),
                new Preset(true, 4, 1, 16, 6, 2, 200, 2, 1, 0, Precision.FP32),
                new Preset(false, 1, 64, 128, 0, 0, 0, 132, 1024, 0, Precision.FP32),
                new Preset(false, 1, 64, 64, 0, 0, 0, 4, 64, 0, Precision.FP32),
                new Preset(false, 1, 64, 128, 0, 0, 0, 132, 1024, 0, Precision.TF32),
                new Preset(false, 1, 64, 128, 0, 0, 0, 132, 1024, 0, Precision.TF32X3))) {
            for (GemmShape shape : GemmCandidates.shapes()) {
                List<GemmTiling> candidates = GemmCandidates.of(preset, shape);
                assertThat(candidates).hasSizeBetween(3, 14).doesNotHaveDuplicates();
                assertThat(candidates.get(0)).isEqualTo(GemmTilings.preset(preset, shape));
                for (GemmTiling candidate : candidates) {
                    assertThat(GemmTiling.parse(candidate.toString())).isEqualTo(candidate);
                    if (!preset.strips()) {
                        assertThat(candidate.get("LX") * candidate.get("LY"))
                                .isLessThanOrEqualTo(preset.maxGroupItems());
                    }
                }
            }
        }
        assertThat(GemmCandidates.shapes().stream().map(GemmShape::bucket)).doesNotHaveDuplicates();
    }

    /** Choices of one precision say nothing about another. */
    @Test
    void everyPrecisionHasATuningOfItsOwn() {
        OpenClDevice device =
                OpenClDevice.list(Bindings.load(TestDevices.BINDING), "opencl").get(0);
        List<TuningKey> keys = new ArrayList<>();
        for (Precision precision : Precision.values()) {
            TuningKey key = TuningKey.of(device, new Preset(false, 1, 64, 128, 0, 0, 0, 132, 1024, 0, precision));
            assertThat(keys).doesNotContain(key).allMatch(other -> other.hasSourcesOf(key));
            keys.add(key);
        }
    }

    /** Remembers what was tried, and stops after so many choices. */
    private static final class Notes implements dev.atelier.engine.backend.TuningListener {
        private final List<String> tried = new ArrayList<>();
        private int stopAfter = Integer.MAX_VALUE;
        private int tuned;

        @Override
        public void onCandidate(int done, int total, String products, String candidate) {
            tried.add(products + " " + candidate);
        }

        @Override
        public void onTuned(TuningReport.Choice choice) {
            tuned++;
        }

        @Override
        public void onRejected(TuningReport.Rejection rejection) {}

        @Override
        public void onNote(String line) {}

        @Override
        public boolean isStopRequested() {
            return tuned >= stopAfter;
        }
    }
}
