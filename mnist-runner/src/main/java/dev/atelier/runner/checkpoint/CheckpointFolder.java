package dev.atelier.runner.checkpoint;

import dev.atelier.runner.data.FileFault;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A folder with the checkpoints of one run, each named after the steps behind it. */
public final class CheckpointFolder implements AutoCloseable {
    private static final String PREFIX = "checkpoint-";
    private static final String SUFFIX = ".safetensors";
    private static final String LOCK = ".lock";

    private final Path path;
    private final FileChannel lock;

    private CheckpointFolder(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /** A checkpoint and where it was read from. */
    public record Found(Path file, Checkpoint checkpoint) {}

    /**
     * Opens a folder for one run alone, makes it if need be, and removes what a run that was killed left half written.
     *
     * @throws IOException if it can't be written, or another run writes to it
     */
    public static CheckpointFolder open(Path path) throws IOException {
        Files.createDirectories(path);
        FileChannel lock = FileChannel.open(path.resolve(LOCK), StandardOpenOption.WRITE, StandardOpenOption.CREATE);
        try {
            FileLock held = tryLock(lock);
            if (held == null) {
                throw new IOException("another run writes its checkpoints there");
            }
            try (DirectoryStream<Path> remains = Files.newDirectoryStream(path, PREFIX + "*.part")) {
                for (Path remain : remains) {
                    Files.deleteIfExists(remain);
                }
            }
            return new CheckpointFolder(path, lock);
        } catch (IOException e) {
            lock.close();
            throw e;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** Returns the folder. */
    public Path path() {
        return path;
    }

    /** Returns the file of the checkpoint after so many steps. */
    Path file(long steps) {
        return path.resolve(String.format(Locale.ROOT, "%s%010d%s", PREFIX, steps, SUFFIX));
    }

    /** Returns the steps that a file is named after, or -1 if it is no checkpoint. */
    public static long steps(Path file) {
        String name = file.getFileName().toString();
        if (!name.startsWith(PREFIX) || !name.endsWith(SUFFIX)) {
            return -1;
        }
        String digits = name.substring(PREFIX.length(), name.length() - SUFFIX.length());
        boolean isNumber =
                !digits.isEmpty() && digits.length() <= 18 && digits.chars().allMatch(Character::isDigit);
        return isNumber ? Long.parseLong(digits) : -1;
    }

    /**
     * Returns the checkpoints of a folder, the newest first; none if there is no such folder.
     *
     * @throws CheckpointException if it can't be read
     */
    public static List<Path> list(Path folder) {
        List<Path> files = new ArrayList<>();
        if (!Files.exists(folder)) {
            return files;
        }
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            for (Path file : all) {
                if (steps(file) >= 0) {
                    files.add(file);
                }
            }
        } catch (IOException e) {
            throw new CheckpointException(folder + ": can't be read: " + FileFault.reason(e), e);
        }
        files.sort(Comparator.comparingLong(CheckpointFolder::steps).reversed());
        return files;
    }

    /**
     * Returns the newest checkpoint of a folder that is whole, or null if the folder has none at all.
     *
     * @param refusals takes a line for each newer one that is not
     * @throws CheckpointException if there are checkpoints, but none is whole
     */
    public static @Nullable Found newest(Path folder, Consumer<String> refusals) {
        List<Path> files = list(folder);
        for (Path file : files) {
            try {
                return read(file);
            } catch (CheckpointException e) {
                refusals.accept(String.valueOf(e.getMessage()));
            }
        }
        if (!files.isEmpty()) {
            throw new CheckpointException(folder + ": none of its " + files.size() + " checkpoints is whole");
        }
        return null;
    }

    /**
     * Reads one checkpoint.
     *
     * @throws CheckpointException if it is not whole, or stands under the name of another
     */
    public static Found read(Path file) {
        Checkpoint checkpoint = CheckpointFile.read(file);
        long steps = checkpoint.state().log().steps();
        if (steps(file) >= 0 && steps(file) != steps) {
            throw new CheckpointException(
                    file + ": has another checkpoint's name: it holds the one after " + steps + " steps");
        }
        return new Found(file, checkpoint);
    }

    /**
     * Writes a checkpoint, and deletes those before the last {@code keep}; later ones, which an earlier run left, stay.
     *
     * @throws IOException if it can't be written; then nothing is deleted
     */
    Path write(Checkpoint checkpoint, int keep) throws IOException {
        long steps = checkpoint.state().log().steps();
        Path file = file(steps);
        CheckpointFile.write(file, checkpoint);
        int kept = 0;
        for (Path old : list(path)) {
            if (steps(old) <= steps && ++kept > keep) {
                Files.deleteIfExists(old);
            }
        }
        return file;
    }

    /** Lets other runs write there. */
    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new CheckpointException(path + ": can't be closed: " + FileFault.reason(e), e);
        }
    }
}
