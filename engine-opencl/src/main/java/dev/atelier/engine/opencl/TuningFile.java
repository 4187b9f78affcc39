package dev.atelier.engine.opencl;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The file of tunings: many processes may read and write it at once. A writer holds a lock while it reads the file, changes its own
 * sections and puts the whole in place of the old file, so that readers need none.
 */
final class TuningFile {
    /** A section takes a few KB; a file beyond this is something else. */
    private static final long MOST_BYTES = 4 << 20;

    /** Locks of files are held by processes; threads of one process need another. */
    private static final ReentrantLock THREADS = new ReentrantLock();

    private final Path file;

    TuningFile(Path file) {
        this.file = file;
    }

    /** Returns the file of a cache. */
    static TuningFile in(Path cacheDirectory) {
        return new TuningFile(cacheDirectory.resolve("opencl").resolve("tuning.txt"));
    }

    Path path() {
        return file;
    }

    /**
     * Returns the sections; none if there is no file.
     *
     * @param faults is told in one line if the file can't be used
     */
    List<TuningText.Section> sections(Consumer<String> faults) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                faults.accept(file + ": is no tuning file: it is too large");
                return List.of();
            }
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            if (!text.startsWith(TuningText.FIRST_LINE)) {
                faults.accept(file + ": is no tuning file of this version: its first line is not '"
                        + TuningText.FIRST_LINE + "'");
                return List.of();
            }
            return TuningText.split(text);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            faults.accept(file + ": can't be read: " + reason(e));
            return List.of();
        }
    }

    /**
     * Returns the section of a key, null if there is none that is whole.
     *
     * @param inUse whether the one that backends compute by is wanted, or the one that was stopped
     * @param faults is told of what is wrong with the file, a line each
     */
    @Nullable
    TuningSection section(TuningKey key, boolean inUse, Consumer<String> faults) {
        for (TuningText.Section section : sections(faults)) {
            if (section.inUse() == inUse && section.key().equals(key)) {
                if (section.isWhole()) {
                    return TuningText.parse(section, fault -> faults.accept(file + ", " + fault));
                }
                faults.accept(file + ", line " + section.firstLine() + ": the section ends too early; it is ignored");
            }
        }
        return null;
    }

    /**
     * Puts a section in place of the one of its key that is in use, or of the one that is not; a section that comes into use also
     * takes the place of the one that is not.
     */
    void store(TuningSection section) throws IOException {
        change(section.key(), List.of(section), section.inUse());
    }

    /** Removes the section of a key that is not in use. */
    void forget(TuningKey key) throws IOException {
        change(key, List.of(), false);
    }

    private void change(TuningKey key, List<TuningSection> own, boolean all) throws IOException {
        Files.createDirectories(folder());
        THREADS.lock();
        try (FileChannel channel = FileChannel.open(
                        file.resolveSibling(file.getFileName() + ".lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            List<TuningText.Section> others = new ArrayList<>(sections(fault -> {}));
            others.removeIf(other -> !other.isWhole() || (other.key().equals(key) && (all || !other.inUse())));
            replace(TuningText.join(others, own));
            if (!lock.isValid()) {
                throw new IOException("the lock was lost");
            }
        } finally {
            THREADS.unlock();
        }
    }

    private void replace(String text) throws IOException {
        Path temporary = Files.createTempFile(folder(), "tuning-", ".tmp");
        try {
            Files.writeString(temporary, text);
            try {
                Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private Path folder() {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IllegalStateException(file + " has no folder");
        }
        return folder;
    }

    /** Returns what went wrong, in words that do not repeat the file's name. */
    static String reason(IOException fault) {
        String message = fault.getMessage();
        return message == null
                ? fault.getClass().getSimpleName()
                : fault.getClass().getSimpleName() + ": " + message;
    }
}
