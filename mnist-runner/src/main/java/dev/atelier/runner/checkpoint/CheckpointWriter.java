package dev.atelier.runner.checkpoint;

import dev.atelier.engine.training.StateSaver;
import dev.atelier.engine.training.TrainingState;
import dev.atelier.runner.data.FileFault;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes a run's checkpoints on a thread of its own. Training goes on meanwhile, and waits only where the checkpoint before is still
 * being written. One that can't be written does not end the run, which may last long enough for somebody to make room.
 */
public final class CheckpointWriter implements StateSaver, AutoCloseable {
    private final CheckpointFolder folder;
    private final CheckpointInterval every;
    private final int keep;
    private final Supplier<Checkpoint.Run> run;
    private final Consumer<String> warnings;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread writer = new Thread(task, "atelier-checkpoints");
        writer.setDaemon(true);
        return writer;
    });

    private @Nullable Future<?> pending;
    private long lastSave = System.nanoTime();

    // Written by the thread, read by others after they have waited for it.
    private volatile @Nullable Path lastGood;
    private volatile @Nullable String failure;

    /**
     * Makes a writer.
     *
     * @param keep how many of the last checkpoints stay, at least 1
     * @param run says what the run was started as; called by the writer's thread, each time
     * @param lastGood the checkpoint that the run was resumed from, or null
     * @param warnings takes a line when a checkpoint can't be written
     */
    public CheckpointWriter(
            CheckpointFolder folder,
            CheckpointInterval every,
            int keep,
            Supplier<Checkpoint.Run> run,
            @Nullable Path lastGood,
            Consumer<String> warnings) {
        this.folder = folder;
        this.every = every;
        this.keep = keep;
        this.run = run;
        this.lastGood = lastGood;
        this.warnings = warnings;
    }

    @Override
    public boolean isDue(long stepsDone) {
        return every.steps() > 0
                ? stepsDone % every.steps() == 0
                : (System.nanoTime() - lastSave) * 1e-9 >= every.seconds();
    }

    @Override
    public void save(TrainingState state) {
        await();
        lastSave = System.nanoTime();
        pending = thread.submit(() -> write(state));
    }

    private void write(TrainingState state) {
        String reason;
        try {
            lastGood = folder.write(new Checkpoint(run.get(), state), keep);
            failure = null;
            return;
        } catch (IOException e) {
            reason = FileFault.reason(e);
        } catch (CheckpointException e) {
            reason = String.valueOf(e.getMessage());
        } catch (OutOfMemoryError e) {
            reason = "out of memory";
        }
        String message =
                folder.file(state.log().steps()) + ": the checkpoint can't be written: " + reason + remaining();
        failure = message;
        warnings.accept("warning: " + message + "; training goes on");
    }

    private String remaining() {
        return lastGood == null ? "; there is none before it" : "; the last good one is " + lastGood;
    }

    /** Waits for the checkpoint that is being written, if one is. */
    private void await() {
        Future<?> started = pending;
        pending = null;
        boolean interrupted = false;
        while (started != null) {
            try {
                started.get();
                started = null;
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (ExecutionException e) {
                throw new IllegalStateException("writing a checkpoint failed", e.getCause());
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits, and returns the last checkpoint that was written, or null. */
    public @Nullable Path lastGood() {
        await();
        return lastGood;
    }

    /** Waits, and returns why the run's last checkpoint could not be written, or null if it was. */
    public @Nullable String failure() {
        await();
        return failure;
    }

    /** Waits for what is being written. */
    @Override
    public void close() {
        try {
            await();
        } finally {
            thread.shutdown();
        }
    }
}
