package dev.atelier.runner.data;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that nobody but their owner may read or write, where the system knows such rights (POSIX). */
final class OwnFile {
    private static final Set<StandardOpenOption> NEW = Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");

    private OwnFile() {}

    /**
     * Makes a file for writing; one of the name that was left behind is removed, and neither it nor a link is ever written to.
     *
     * @throws IOException if it can't be made
     */
    static FileChannel create(Path file) throws IOException {
        Files.deleteIfExists(file);
        return isPosix(file)
                ? FileChannel.open(file, NEW, PosixFilePermissions.asFileAttribute(OWNER))
                : FileChannel.open(file, NEW, new FileAttribute<?>[0]);
    }

    /** Gives a file the rights that files have in its folder that are made without asking for any: a process can't read its umask. */
    static void share(Path file) throws IOException {
        if (!isPosix(file)) {
            return;
        }
        Path usual = file.resolveSibling(file.getFileName() + ".rights");
        try {
            Files.deleteIfExists(usual);
            Files.setPosixFilePermissions(file, Files.getPosixFilePermissions(Files.createFile(usual)));
        } finally {
            Files.deleteIfExists(usual);
        }
    }

    private static boolean isPosix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
