package dev.atelier.bench.peers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What a process printed on standard error.
 *
 * @param file that it went to
 */
public record PeerLog(Path file) {
    /** Returns the first line that names an error, so that the reason is seen without opening the file. */
    public Optional<String> firstError() {
        return first(line -> line.contains("Exception") || line.contains("Error") || line.startsWith("error:"));
    }

    /** Returns what follows {@code prefix} in the first line that begins with it. */
    public Optional<String> after(String prefix) {
        return first(line -> line.startsWith(prefix))
                .map(line -> line.substring(prefix.length()).strip());
    }

    private Optional<String> first(Predicate<String> wanted) {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            return lines.filter(wanted).findFirst().map(String::strip);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
