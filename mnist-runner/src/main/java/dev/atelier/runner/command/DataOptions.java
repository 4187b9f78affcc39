package dev.atelier.runner.command;

import dev.atelier.engine.data.Dataset;
import dev.atelier.runner.Surroundings;
import dev.atelier.runner.data.Background;
import dev.atelier.runner.data.DataException;
import dev.atelier.runner.data.DataSource;
import dev.atelier.runner.data.ImageData;
import dev.atelier.runner.data.ImageSet;
import dev.atelier.runner.data.MnistDownload;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which images to use. */
public final class DataOptions {
    @Option(
            names = "--data",
            paramLabel = "auto|mnist|synthetic|DIR|FILE.csv",
            defaultValue = DataSource.AUTO,
            description = "The images: mnist from $MNIST_DIR, the cache or a download; synthetic digits drawn by the"
                    + " program; a folder with four IDX files of MNIST's names; auto is mnist, or synthetic with a"
                    + " warning. Default: auto. Or a table: a CSV file with a header, named .csv or .tsv.")
    private String data = DataSource.AUTO;

    @Option(
            names = "--cache-dir",
            paramLabel = "DIR",
            description = "Where downloads are kept. Default: $$ATELIER_CACHE, $$XDG_CACHE_HOME/atelier or"
                    + " ~/.cache/atelier.")
    private @Nullable Path cacheFolder;

    @Option(names = "--offline", description = "Download nothing.")
    private boolean offline;

    private @Nullable CompletableFuture<ImageData> loading;

    /** Returns the table that is asked for, or null if it is images. */
    public @Nullable Path table() {
        String name = data.toLowerCase(Locale.ROOT);
        return name.endsWith(".csv") || name.endsWith(".tsv") ? Path.of(data) : null;
    }

    /** Returns the folder given as cache, or null. */
    public @Nullable Path cacheFolder() {
        return cacheFolder;
    }

    /** Starts to load the images in the background, once; what people should know about it goes to standard error. */
    public void startLoading(Surroundings surroundings) {
        if (loading != null) {
            return;
        }
        Consumer<String> notices = surroundings.err()::println;
        MnistDownload download =
                offline ? null : new MnistDownload(surroundings.mirrors(), MnistDownload.USUAL_TIME_OUTS, notices);
        Path cache = DataSource.cacheFolder(cacheFolder, surroundings.environment());
        DataSource source = new DataSource(surroundings.environment(), cache, download, notices);
        loading = Background.start("atelier-data", () -> source.load(data));
    }

    /**
     * Waits for the images.
     *
     * @throws DataException if they are not there or faulty
     */
    public ImageData loaded() {
        CompletableFuture<ImageData> started = loading;
        if (started == null) {
            throw new IllegalStateException("loading was not started");
        }
        try {
            return started.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException fault) {
                throw fault;
            } else if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e;
        }
    }

    /** Returns the images as a data set whose features are {@code scale * pixel}. */
    public static Dataset dataset(ImageSet images, int classes, float scale) {
        return Dataset.ofBytes(images.pixels(), images.features(), scale, images.labels(), classes);
    }
}
