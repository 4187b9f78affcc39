package dev.atelier.runner.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Writes a file that is either there and whole or not there: beside it first, then synchronised, then renamed, and the folder
 * synchronised, so that not even a power failure brings back the old file or none.
 */
public final class WholeFile {
    private WholeFile() {}

    /** Writes a file's content. */
    @FunctionalInterface
    public interface Content {
        /** Writes everything to {@code channel}, which is empty. */
        void writeTo(FileChannel channel) throws IOException;
    }

    /**
     * Writes a file; an old one of the name is replaced only when the new one is complete.
     *
     * @throws IOException if it can't be written; then the old file, if there was one, is as it was
     */
    public static void write(Path file, Content content) throws IOException {
        write(file, content, false);
    }

    /**
     * Writes bytes as {@link #write(Path, Content)} does; where a link leads, and at once to what is no file, such as a pipe or
     * {@code /dev/stdout}.
     *
     * @throws IOException if they can't be written
     */
    public static void writeBytes(Path file, byte[] bytes) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            Files.write(file, bytes);
            return;
        }
        Path target = Files.exists(file) ? file.toRealPath() : file;
        write(target, channel -> {
            ByteBuffer rest = ByteBuffer.wrap(bytes);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
        });
    }

    /** Whether a file can be written: its folder too, since it is written beside its place. */
    public static boolean canWrite(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (Files.exists(file)) {
            return Files.isWritable(file) && (!Files.isRegularFile(file) || isWritable(folder));
        }
        return isWritable(folder);
    }

    private static boolean isWritable(@Nullable Path folder) {
        return folder != null && Files.isWritable(folder);
    }

    /** Writes a file as {@link #write(Path, Content)} does, which its owner alone may read and write, where the system knows such rights. */
    public static void writePrivate(Path file, Content content) throws IOException {
        write(file, content, true);
    }

    private static void write(Path file, Content content, boolean isPrivate) throws IOException {
        Path target = file.toAbsolutePath();
        Path temporary = target.resolveSibling(
                target.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            try (FileChannel channel = OwnFile.create(temporary)) {
                content.writeTo(channel);
                channel.force(true);
            }
            if (!isPrivate) {
                OwnFile.share(temporary);
            }
            try {
                // Where a system leaves it open whether an atomic move replaces a file, the second option says so.
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
            }
            synchronizeFolder(target);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Makes the renaming last where a folder can be opened as a file, as on Linux and macOS. */
    private static void synchronizeFolder(Path file) {
        Path folder = file.getParent();
        if (folder == null) {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // The file itself is written; Windows and some network file systems look after their folders alone.
            return;
        }
    }
}
