package dev.atelier.engine.cpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/** Finds out what the processor is called. */
final class ProcessorName {
    private static final Path CPUINFO = Path.of("/proc/cpuinfo");

    private ProcessorName() {}

    /** Returns the processor's own name where the system tells it, else its architecture. */
    static String read() {
        return read(CPUINFO);
    }

    /** Returns the name that is in a file as Linux has it, which other systems do not have. */
    static String read(Path cpuinfo) {
        String architecture = System.getProperty("os.arch", "unknown").toLowerCase(Locale.ROOT) + " processor";
        try (Stream<String> lines = Files.lines(cpuinfo)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .filter(name -> !name.isEmpty())
                    .findFirst()
                    .orElse(architecture);
        } catch (IOException | java.io.UncheckedIOException e) {
            return architecture;
        }
    }
}
