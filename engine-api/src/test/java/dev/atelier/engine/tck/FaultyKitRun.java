package dev.atelier.engine.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.atelier.engine.backend.Backend;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/** One run of the whole kit on a backend that breaks promises, and what the kit said. */
final class FaultyKitRun {
    /** The name of what fails when a backend can't be opened or closed. */
    static final String CLASS = "class";

    private static final Pattern MESSAGE = Pattern.compile("""
            promise broken: (?<promise>\\S+( \\S+){2,})
              device: (?<device>\\S.*)
              case: (?<case>\\S.*)
              shapes: (?<shapes>\\S.*)
              seed: (?<seed>\\S.*)
              place: (?<place>\\S.*)
              expected: (?<expected>\\S.*)
              found: (?<found>\\S.*)""");

    /** A tensor as messages name it. */
    static final Pattern TENSOR = Pattern.compile("'[^']+' (F32|I32|U8) \\[\\d+]\\[\\d+]");

    /** Checks whose data are the same each time. */
    private static final Set<String> OF_FIXED_DATA = Stream.of(LifecycleChecks.class, ArgumentChecks.class)
            .flatMap(group -> Arrays.stream(group.getDeclaredMethods()))
            .map(method -> method.getName())
            .collect(Collectors.toSet());

    private static Supplier<Backend> opener = () -> {
        throw new IllegalStateException("no run was started");
    };

    private final Set<String> started;
    private final List<Failure> failures;

    /** What the kit runs on; not found by the build, since it is nested. */
    static class Kit extends BackendConformance {
        @Override
        protected Backend openBackend() {
            return opener.get();
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

    /** A check that failed. */
    record Failure(String check, Throwable thrown) {}

    /** Runs the kit on backends that this opens. */
    static FaultyKitRun on(Supplier<Backend> backends) {
        opener = backends;
        return new FaultyKitRun(EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(Kit.class))
                .execute()
                .allEvents());
    }

    private FaultyKitRun(Events events) {
        started = events.started().stream()
                .filter(event -> event.getTestDescriptor().isTest())
                .map(FaultyKitRun::check)
                .collect(Collectors.toCollection(TreeSet::new));
        failures = events.failed().stream()
                .map(event -> new Failure(
                        check(event),
                        event.getRequiredPayload(TestExecutionResult.class)
                                .getThrowable()
                                .orElseThrow()))
                .toList();
    }

    /** Returns the checks that ran. */
    Set<String> started() {
        return started;
    }

    /** Returns the checks that failed. */
    Set<String> failing() {
        return failures.stream().map(Failure::check).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Returns what a failing check threw. */
    Throwable failure(String check) {
        return failures.stream()
                .filter(failure -> failure.check().equals(check))
                .findFirst()
                .orElseThrow()
                .thrown();
    }

    /** Returns all failures. */
    List<Failure> failures() {
        return failures;
    }

    /** Checks that each failure says which promise broke, with shapes, seed, expected and found. */
    void verifyMessages() {
        assertThat(failures).allSatisfy(failure -> {
            Matcher message = verifyMessage(failure);
            assertThat(message.group("shapes")).containsPattern(TENSOR);
        });
    }

    /** Checks all but that there are shapes: a backend may fail before it has a tensor. */
    static Matcher verifyMessage(Failure failure) {
        Matcher message = MESSAGE.matcher(String.valueOf(failure.thrown().getMessage()));
        assertThat(message.matches())
                .as("message of %s: %s", failure.check(), failure.thrown())
                .isTrue();
        if (!failure.check().equals(CLASS)) {
            assertThat(message.group("promise").replace(" ", "").toLowerCase(Locale.ROOT))
                    .isEqualTo(failure.check().toLowerCase(Locale.ROOT));
            assertThat(message.group("device")).isEqualTo("reference");
        }
        boolean fixed = failure.check().equals(CLASS) || OF_FIXED_DATA.contains(failure.check());
        assertThat(message.group("seed")).matches(fixed ? "none, the data are fixed" : "-?\\d+");
        assertThat(message.group("expected")).isNotEqualTo(message.group("found"));
        return message;
    }

    private static String check(Event event) {
        return event.getTestDescriptor()
                .getSource()
                .map(source -> source instanceof MethodSource method ? method.getMethodName() : CLASS)
                .orElseThrow();
    }
}
