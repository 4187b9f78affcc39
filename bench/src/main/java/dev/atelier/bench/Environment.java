package dev.atelier.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Where measurements were taken.
 *
 * @param processor the model's name
 * @param processors logical processors that this JVM may use
 * @param java runtime and version
 * @param system operating system and version
 * @param atelier this project's version
 */
public record Environment(String processor, int processors, String java, String system, String atelier) {
    /** Reads this machine's. */
    public static Environment here() {
        return new Environment(
                processorName(),
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                Objects.requireNonNullElse(Environment.class.getPackage().getImplementationVersion(), "development"));
    }

    private static String processorName() {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"), StandardCharsets.UTF_8)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("unknown processor");
        } catch (IOException e) {
            return Objects.requireNonNullElse(System.getenv("PROCESSOR_IDENTIFIER"), "unknown processor");
        }
    }

    /** Returns everything as one line of text. */
    public String oneLine() {
        return processor + ", " + processors + " processors, " + java + ", " + system + ", Atelier " + atelier;
    }
}
