package dev.atelier.engine.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.engine.tck.FaultyThrower.Part;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An exception out of a backend is reported as a broken promise, of which it is the cause. */
class ExceptionReportTest {
    /** Checks that call no operation, or one that is refused before the backend sees it. */
    private static final Set<String> WITHOUT_OPERATIONS = Set.of(
            "floatsComeBackBitForBit",
            "integersComeBack",
            "memoryIsAccountedFor",
            "tensorsOfAnotherBackendAreRefused",
            "wrongShapesAreRefused",
            "wrongTypesAreRefused");

    @ParameterizedTest
    @EnumSource
    void exceptionsAreReportedWithPromiseShapesAndSeed(Part part) {
        FaultyKitRun run = FaultyKitRun.on(() -> new FaultyThrower(part));
        assertThat(run.failures()).isNotEmpty().allSatisfy(failure -> {
            Matcher message = FaultyKitRun.verifyMessage(failure);
            assertThat(message.group("found")).isEqualTo(new FaultyThrower.Thrown(part).toString());
            assertThat(failure.thrown()).hasCauseInstanceOf(FaultyThrower.Thrown.class);
            if (part != Part.ALLOCATION && !failure.check().equals(FaultyKitRun.CLASS)) {
                assertThat(message.group("shapes")).containsPattern(FaultyKitRun.TENSOR);
            }
        });
    }

    @Test
    void everyCheckThatCallsAnOperationFailsWhenAllOfThemThrow() {
        FaultyKitRun run = FaultyKitRun.on(() -> new FaultyThrower(Part.OPERATIONS));
        run.verifyMessages();
        assertThat(run.started()).containsAll(WITHOUT_OPERATIONS).hasSizeGreaterThan(60);
        assertThat(run.failing())
                .isEqualTo(run.started().stream()
                        .filter(check -> !WITHOUT_OPERATIONS.contains(check))
                        .collect(Collectors.toSet()));
    }
}
