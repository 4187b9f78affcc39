package dev.atelier.engine.tck;

import static org.assertj.core.api.Assertions.assertThat;

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

/**
 * The kit notices every fault, check by check: {@code faults.txt} lists for each fault exactly those checks that fail, and each
 * check is in one of the lists.
 */
class FaultDetectionTest {
    @ParameterizedTest
    @EnumSource
    void exactlyTheExpectedChecksFail(Fault fault) {
        FaultyKitRun run = run(fault);
        assertThat(run.failing()).isEqualTo(expected().get(fault.name()));
        run.verifyMessages();
    }

    @Test
    void everyCheckIsCaughtFailingByAFault() {
        Set<String> checks = run(Fault.MATMUL_SKIPS_ZEROS).started();
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
    void failuresNamePromiseCaseShapesSeedPlaceExpectedAndFound() {
        assertThat(run(Fault.MATMUL_DROPS_LAST_TERM_OF_65).failure("matmulOfTransposedLeftAgreesWithDouble"))
                .isInstanceOf(AssertionError.class)
                .message()
                .matches("""
                        promise broken: matmul of transposed left agrees with double
                          device: reference
                          case: matmul out = a\\^T b
                          shapes: 'a' F32 \\[65]\\[1], 'b' F32 \\[65]\\[1], 'out' F32 \\[1]\\[1]
                          seed: -?\\d+
                          place: 'out'\\[0]\\[0], the first of 1 wrong elements of 1
                          expected: -?[0-9.E-]+ within [0-9.E-]+
                          found: -?[0-9.E-]+""");
    }

    private static FaultyKitRun run(Fault fault) {
        FaultyBackend.restart();
        return FaultyKitRun.on(() -> new FaultyBackend(fault));
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
