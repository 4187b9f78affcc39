package dev.atelier.runner.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Finds the data that {@code --data} asks for. */
public final class DataSource {
    /** MNIST where it can be had, else the synthetic digits with a warning. */
    public static final String AUTO = "auto";

    /** MNIST or nothing. */
    public static final String MNIST = "mnist";

    private final Catalogue catalogue;
    private final Map<String, String> environment;
    private final Path cache;
    private final @Nullable MnistDownload download;
    private final Consumer<String> notices;

    /**
     * Prepares the search.
     *
     * @param environment where {@code MNIST_DIR} is looked up
     * @param cache the folder whose subfolder {@code mnist} keeps downloads, as {@link #cacheFolder} finds it
     * @param download fetches what is missing, or null when nothing is to be downloaded
     * @param notices takes lines that tell people what happens
     */
    public DataSource(
            Map<String, String> environment, Path cache, @Nullable MnistDownload download, Consumer<String> notices) {
        this(Mnist.CATALOGUE, environment, cache, download, notices);
    }

    /** Prepares the search for a data set that {@code catalogue} describes. */
    DataSource(
            Catalogue catalogue,
            Map<String, String> environment,
            Path cache,
            @Nullable MnistDownload download,
            Consumer<String> notices) {
        this.catalogue = catalogue;
        this.environment = environment;
        this.cache = cache;
        this.download = download;
        this.notices = notices;
    }

    /**
     * Returns the cache folder: {@code given}, else {@code $ATELIER_CACHE}, else {@code $XDG_CACHE_HOME/atelier}, else
     * {@code .cache/atelier} in the home folder.
     */
    public static Path cacheFolder(@Nullable Path given, Map<String, String> environment) {
        if (given != null) {
            return given;
        }
        String own = environment.getOrDefault("ATELIER_CACHE", "");
        if (!own.isEmpty()) {
            return Path.of(own);
        }
        String shared = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path caches = shared.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(shared);
        return caches.resolve("atelier");
    }

    /**
     * Loads a data set.
     *
     * @param choice {@code auto}, {@code mnist}, {@code synthetic} or a folder
     * @throws DataException if it is not there or faulty
     */
    public ImageData load(String choice) {
        return switch (choice) {
            case AUTO -> auto();
            case MNIST -> mnist();
            case SyntheticDigits.NAME -> SyntheticDigits.generate();
            default -> folder(choice);
        };
    }

    private static ImageData folder(String choice) {
        try {
            return new ImageFolder(Path.of(choice)).read();
        } catch (InvalidPathException e) {
            throw new DataException("'" + choice + "' is not a folder", e);
        }
    }

    private ImageData auto() {
        ImageData given = fromEnvironment();
        if (given != null) {
            return given;
        }
        try {
            return fromCache();
        } catch (DataException e) {
            notices.accept(warning(String.valueOf(e.getMessage())));
            return SyntheticDigits.generate();
        }
    }

    private static String warning(String reason) {
        return String.format(Locale.ROOT, """

            **********************************************************************
            ***  WARNING: MNIST IS NOT HERE. THIS RUN USES SYNTHETIC DIGITS.   ***
            ***  Its figures say nothing about MNIST.                          ***
            **********************************************************************
            Why: %s
            To use MNIST: set MNIST_DIR to a folder that holds its four files.
            """, reason);
    }

    private ImageData mnist() {
        ImageData given = fromEnvironment();
        if (given != null) {
            return given;
        }
        try {
            return fromCache();
        } catch (DataException e) {
            throw new DataException(
                    e.getMessage()
                            + "; set MNIST_DIR to a folder that holds MNIST's four files, or use --data synthetic",
                    e);
        }
    }

    private @Nullable ImageData fromEnvironment() {
        String variable = environment.getOrDefault("MNIST_DIR", "");
        if (variable.isEmpty()) {
            return null;
        }
        ImageFolder folder = new ImageFolder(Path.of(variable));
        DataFile missing = folder.firstMissing();
        if (missing != null) {
            notices.accept("MNIST_DIR=" + variable + " has no " + missing.fileName() + "; looking further");
            return null;
        }
        return folder.readMnist(catalogue);
    }

    private ImageData fromCache() {
        Path path = cache.resolve("mnist");
        ImageFolder folder = new ImageFolder(path);
        if (folder.firstMissing() == null) {
            try {
                return folder.readMnist(catalogue);
            } catch (DataException e) {
                notices.accept("the cached copy is damaged: " + e.getMessage());
            }
        }
        MnistDownload downloader = download;
        if (downloader == null) {
            throw new DataException("no sound copy of MNIST in " + path + ", and --offline forbids to download it");
        }
        for (DataFile file : DataFile.values()) {
            if (!isSound(folder, file)) {
                downloader.fetch(file, path);
            }
        }
        return folder.readMnist(catalogue);
    }

    /** Whether the cache has this file as it should be; a damaged one is deleted so that the next download replaces it. */
    private boolean isSound(ImageFolder folder, DataFile file) {
        Path path = folder.locate(file);
        try {
            catalogue.verify(file, IdxFile.read(path, file.dimensions()));
            return true;
        } catch (DataException e) {
            try {
                Files.deleteIfExists(path);
            } catch (IOException notDeleted) {
                throw new DataException(
                        path + ": is damaged and can't be deleted: " + FileFault.reason(notDeleted), notDeleted);
            }
            return false;
        }
    }
}
