package dev.atelier.runner.data;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Says in words why a file operation failed; the messages of many of the JDK's exceptions are nothing but a path. */
public final class FileFault {
    private FileFault() {}

    /** Returns the reason, without the path. */
    public static String reason(IOException fault) {
        if (fault instanceof NoSuchFileException) {
            return "no such file or folder";
        } else if (fault instanceof AccessDeniedException) {
            return "permission denied";
        } else if (fault instanceof FileAlreadyExistsException || fault instanceof NotDirectoryException) {
            return "a file is in the way";
        } else if (fault instanceof DirectoryNotEmptyException) {
            return "it is a folder that is not empty";
        } else if (fault instanceof FileSystemException exception && exception.getReason() != null) {
            return exception.getReason();
        }
        String message = fault.getMessage();
        return message == null ? fault.getClass().getSimpleName() : message;
    }
}
