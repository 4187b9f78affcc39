package dev.atelier.runner.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/**
 * Downloads MNIST's files into a folder, decompressed. A file appears there under its name only when it is complete and its
 * checksum is right; it is tried from one mirror after the other.
 */
public final class MnistDownload {
    /** The usual time-outs: a mirror that says nothing for 15 seconds is given up, and so is a file that takes 10 minutes. */
    public static final TimeOuts USUAL_TIME_OUTS = new TimeOuts(Duration.ofSeconds(15), Duration.ofMinutes(10));

    private static final Set<String> LOCAL_HOSTS = Set.of("localhost", "127.0.0.1", "[::1]");

    private final Catalogue catalogue;
    private final List<URI> mirrors;
    private final TimeOuts timeOuts;
    private final Consumer<String> notices;

    /**
     * How long to wait.
     *
     * @param silence for a connection, and for the next bytes of an answer
     * @param file for a whole file
     */
    public record TimeOuts(Duration silence, Duration file) {}

    /**
     * Prepares downloads.
     *
     * @param mirrors addresses that end in {@code /}; https, except on this very machine
     * @param notices takes one line for each file and each failure
     */
    public MnistDownload(List<URI> mirrors, TimeOuts timeOuts, Consumer<String> notices) {
        this(Mnist.CATALOGUE, mirrors, timeOuts, notices);
    }

    /** Prepares downloads of files that must be what {@code catalogue} says. */
    MnistDownload(Catalogue catalogue, List<URI> mirrors, TimeOuts timeOuts, Consumer<String> notices) {
        this.catalogue = catalogue;
        for (URI mirror : mirrors) {
            boolean encrypted = "https".equals(mirror.getScheme());
            if (!encrypted && !("http".equals(mirror.getScheme()) && LOCAL_HOSTS.contains(mirror.getHost()))) {
                throw new IllegalArgumentException("a mirror's address must begin with https://, but is " + mirror);
            }
        }
        this.mirrors = List.copyOf(mirrors);
        this.timeOuts = timeOuts;
        this.notices = notices;
    }

    /**
     * Downloads one file.
     *
     * @throws DataException with each mirror's reason, if none delivers it
     */
    void fetch(DataFile file, Path folder) {
        try {
            Files.createDirectories(folder);
            if (!Files.isWritable(folder)) {
                throw new AccessDeniedException(folder.toString());
            }
        } catch (IOException e) {
            throw new DataException(
                    "the cache folder " + folder + " can't be written: " + FileFault.reason(e)
                            + "; choose another with --cache-dir",
                    e);
        }
        List<String> reasons = new ArrayList<>();
        for (URI mirror : mirrors) {
            URI address = mirror.resolve(file.fileName() + ".gz");
            try {
                notices.accept("downloading " + address);
                fetch(file, address, folder);
                return;
            } catch (UnknownHostException e) {
                reasons.add(mirror.getHost() + " is not known (no network?)");
            } catch (SocketTimeoutException e) {
                reasons.add(mirror.getHost() + " does not answer in time");
            } catch (IOException e) {
                reasons.add(mirror.getHost() + ": " + FileFault.reason(e));
            }
        }
        throw new DataException("MNIST can't be downloaded: " + String.join("; ", reasons));
    }

    private void fetch(DataFile file, URI address, Path folder) throws IOException {
        Path temporary = Files.createTempFile(folder, file.fileName(), ".part");
        try {
            HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
            int silence = (int) timeOuts.silence().toMillis();
            connection.setConnectTimeout(silence);
            connection.setReadTimeout(silence);
            connection.setRequestProperty("User-Agent", "atelier");
            try {
                if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                    throw new IOException("answers with status " + connection.getResponseCode());
                }
                try (InputStream body = new GZIPInputStream(connection.getInputStream());
                        OutputStream out = Files.newOutputStream(temporary)) {
                    copyVerified(file, body, out);
                }
            } finally {
                connection.disconnect();
            }
            publish(temporary, folder.resolve(file.fileName()));
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Copies no more than the file's size, and checks size and checksum. */
    private void copyVerified(DataFile file, InputStream in, OutputStream out) throws IOException {
        MessageDigest digest = IdxFile.newSha256();
        OutputStream verified = new DigestOutputStream(out, digest);
        long deadline = System.nanoTime() + timeOuts.file().toNanos();
        long size = catalogue.of(file).bytes();
        long done = 0;
        byte[] buffer = new byte[1 << 16];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            done += n;
            if (done > size) {
                throw new IOException("delivers more than the " + size + " bytes of " + file.fileName());
            }
            verified.write(buffer, 0, n);
            if (System.nanoTime() - deadline > 0) {
                throw new SocketTimeoutException();
            }
        }
        if (done != size
                || !HexFormat.of()
                        .formatHex(digest.digest())
                        .equals(catalogue.of(file).sha256())) {
            throw new IOException("delivers a wrong " + file.fileName() + " (" + done + " bytes, checksum differs)");
        }
    }

    private static void publish(Path temporary, Path target) throws IOException {
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        try {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
