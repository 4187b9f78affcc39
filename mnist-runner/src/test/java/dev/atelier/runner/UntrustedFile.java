package dev.atelier.runner;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;

/** A file whose content anybody may have chosen: a reader reads it, or refuses it in one line that names it. */
public final class UntrustedFile {
    /** Lies in memory where the system has such a folder; writers wait until a disk has everything. */
    private static final Path MEMORY = Path.of("/dev/shm");

    /** Longer messages are hard to read. */
    private static final int MOST = 1100;

    private final Path path;

    private UntrustedFile(Path path) {
        this.path = path;
    }

    /** Makes a file that can be written again and again; it is gone when the process ends. */
    public static UntrustedFile named(String name) {
        try {
            Path folder = Files.isWritable(MEMORY)
                    ? Files.createTempDirectory(MEMORY, "atelier-")
                    : Files.createTempDirectory("atelier-");
            Path file = folder.resolve(name);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                file.toFile().delete();
                folder.toFile().delete();
            }));
            return new UntrustedFile(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns where it is. */
    public Path path() {
        return path;
    }

    /**
     * Has a reader read these bytes from the file.
     *
     * @param refusal what the reader is documented to throw
     * @return what it read, or nothing if it refused the file as it should
     * @throws AssertionError if the refusal is not one line that begins with the file's name
     */
    public <T> Optional<T> read(
            byte[] content, Class<? extends RuntimeException> refusal, Function<Path, ? extends T> reader) {
        try {
            Files.write(path, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try {
            return Optional.of(reader.apply(path));
        } catch (RuntimeException e) {
            if (!refusal.isInstance(e)) {
                throw e;
            }
            checkLine(String.valueOf(e.getMessage()), path.toString());
            return Optional.empty();
        }
    }

    /** Checks that a message is one printable line of a bearable length that begins so. */
    public static void checkLine(String message, String start) {
        boolean printable = message.codePoints().allMatch(UntrustedFile::isPrintable);
        if (!message.startsWith(start) || !printable || message.length() > start.length() + MOST) {
            throw new AssertionError("not one line that begins with " + start + ": " + message);
        }
    }

    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
