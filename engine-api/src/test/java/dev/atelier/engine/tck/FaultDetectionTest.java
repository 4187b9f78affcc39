package dev.atelier.engine.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import dev.atelier.engine.backend.Backend;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.ClassSelector;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/**
 * The kit notices every fault, check by check: {@code faults.txt} lists for each fault exactly those checks that fail, and each
 * check is in one of the lists.
 */
class FaultDetectionTest {
    private static Fault current = Fault.MATMUL_SKIPS_ZEROS;

    /** What the kit runs on; not found by the build, since it is nested. */
    static class Faulty extends BackendConformance {
        @Override
        protected Backend openBackend() {
            return new FaultyBackend(current);
        }

        @Override
        protected long liveBlocks(Backend backend) {
            return ((ReferenceBackend) backend).liveBlocks();
        }

        @Override
        protected int[] sizes() {
            return new int[] {1, 7, 65};
        }
    }

    @ParameterizedTest
    @EnumSource
    void exactlyTheExpectedChecksFail(Fault fault) {
        assertThat(failing(run(fault))).isEqualTo(expected().get(fault.name()));
    }

    @Test
    void everyCheckIsCaughtFailingByAFault() {
        Set<String> checks = run(Fault.MATMUL_SKIPS_ZEROS).started().stream()
                .filter(event -> event.getTestDescriptor().isTest())
                .map(FaultDetectionTest::check)
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> caught = new TreeSet<>();
        expected().values().forEach(caught::addAll);

        assertThat(checks).hasSizeGreaterThan(60);
        assertThat(caught).isEqualTo(checks);
    }

    @Test
    void everyFaultIsListed() {
        assertThat(expected().keySet())
                .isEqualTo(Arrays.stream(Fault.values()).map(Enum::name).collect(Collectors.toSet()));
        assertThat(expected()).allSatisfy((fault, checks) -> assertThat(checks).isNotEmpty());
    }

    /** What a person with a failing backend reads. */
    @Test
    void failuresNamePromiseShapesSeedPlaceExpectedAndFound() {
        current = Fault.MATMUL_DROPS_LAST_TERM_OF_65;
        Events events = EngineTestKit.engine("junit-jupiter")
                .selectors(selectMethod(Faulty.class, "matmulOfTransposedLeftAgreesWithDouble"))
                .execute()
                .allEvents();

        Throwable failure = events.failed().stream()
                .findFirst()
                .flatMap(event ->
                        event.getRequiredPayload(TestExecutionResult.class).getThrowable())
                .orElseThrow();
        assertThat(failure)
                .isInstanceOf(AssertionError.class)
                .message()
                .matches("matmul out = a\\^T b on reference \\('a' F32 \\[65\\]\\[1\\], 'b' F32 \\[65\\]\\[1\\], "
                        + "'out' F32 \\[1\\]\\[1\\], seed -?\\d+\\): 'out'\\[0\\]\\[0\\]: "
                        + "expected -?[0-9.E-]+ within [0-9.E-]+, found -?[0-9.E-]+; 1 of 1 elements are wrong");
    }

    private static Events run(Fault fault) {
        current = fault;
        FaultyBackend.restart();
        ClassSelector kit = selectClass(Faulty.class);
        return EngineTestKit.engine("junit-jupiter").selectors(kit).execute().allEvents();
    }

    private static Set<String> failing(Events events) {
        return events.failed().stream().map(FaultDetectionTest::check).collect(Collectors.toCollection(TreeSet::new));
    }

    private static String check(Event event) {
        return event.getTestDescriptor()
                .getSource()
                .map(source -> source instanceof MethodSource method ? method.getMethodName() : source.toString())
                .orElseThrow();
    }

    /** Reads the checks that each fault makes fail. */
    private static Map<String, Set<String>> expected() {
        try (InputStream stream = FaultDetectionTest.class.getResourceAsStream("faults.txt")) {
            if (stream == null) {
                throw new IllegalStateException("faults.txt is not beside FaultDetectionTest.class");
            }
            Map<String, Set<String>> expected = new TreeMap<>();
            Set<String> checks = new TreeSet<>();
            for (String line : new String(stream.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
                if (line.startsWith("  ")) {
                    checks.add(line.strip());
                } else if (!line.isBlank() && !line.startsWith("#")) {
                    checks = new TreeSet<>();
                    expected.put(line.strip(), checks);
                }
            }
            return expected;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
