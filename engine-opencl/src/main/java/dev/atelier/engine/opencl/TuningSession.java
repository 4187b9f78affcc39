package dev.atelier.engine.opencl;

import dev.atelier.engine.backend.BackendException;
import dev.atelier.engine.backend.TuningListener;
import dev.atelier.engine.backend.TuningReport;
import dev.atelier.engine.backend.TuningRequest;
import dev.atelier.engine.opencl.device.OpenClDevice;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tunes one device from what is stored to what is missing; a second process that wants to waits until the first is done. */
final class TuningSession {
    private static final long MILLISECONDS_BETWEEN_TRIES = 200;

    private final OpenClDevice device;
    private final Preset preset;
    private final TuningKey key;
    private final TuningFile file;
    private final Map<String, String> properties;

    /**
     * Makes a session.
     *
     * @param properties what the processes that try candidates open their backend with
     */
    TuningSession(OpenClDevice device, OpenClSettings settings, Map<String, String> properties) {
        this.device = device;
        this.preset = Preset.of(device, settings);
        this.key = TuningKey.of(device, preset);
        boolean named = !settings.tuning().isEmpty() && !settings.tuning().equals(OpenClSettings.TUNING_OFF);
        this.file = named ? new TuningFile(Path.of(settings.tuning())) : TuningFile.in(settings.cacheDirectory());
        this.properties = properties;
    }

    /** As {@link dev.atelier.engine.backend.TunableProvider#tune}. */
    TuningReport run(TuningRequest request, TuningListener listener) {
        CandidatePool pool = new CandidatePool(
                CandidateServer.class.getName(), device.info().index(), properties, Tuner.CANDIDATE_LIMIT);
        return run(request, listener, pool, GemmCandidates.shapes(), GemmCandidates::of);
    }

    /** As {@link #run(TuningRequest, TuningListener)}, with other products, candidates, or processes to try them. */
    TuningReport run(
            TuningRequest request,
            TuningListener listener,
            CandidatePool pool,
            List<GemmShape> shapes,
            Tuner.Candidates candidates) {
        try (pool) {
            Path folder = file.path().toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            try (FileChannel channel = FileChannel.open(
                            file.path().resolveSibling(file.path().getFileName() + "." + lockName()),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
                    FileLock lock = lock(channel, listener)) {
                if (lock == null) {
                    return report(new TuningSection(key, false, ""), shapes, false);
                }
                if (request.again()) {
                    file.forget(key);
                }
                TuningSection stored = stored(request.again(), listener);
                boolean nothingToDo =
                        stored.inUse() && Tuner.missing(shapes, stored).isEmpty();
                if (nothingToDo) {
                    return report(stored, shapes, false);
                }
                Tuner tuner = new Tuner(preset, stored, file, pool, listener, shapes, candidates);
                return report(tuner.run(request), shapes, true);
            }
        } catch (IOException e) {
            throw new BackendException(file.path() + ": can't be written: " + TuningFile.reason(e), e);
        }
    }

    /** Two devices can be tuned at once, one device can't: each would measure the other. */
    private String lockName() {
        return TuningKey.hash(key.device()).substring(0, 8) + ".lock";
    }

    /** Waits for the lock; returns null if the listener stops the waiting. */
    private static @Nullable FileLock lock(FileChannel channel, TuningListener listener) throws IOException {
        boolean told = false;
        while (!listener.isStopRequested()) {
            try {
                FileLock lock = channel.tryLock();
                if (lock != null) {
                    return lock;
                }
            } catch (OverlappingFileLockException e) {
                // Another thread of this process holds it: the same as another process.
            }
            if (!told) {
                listener.onNote("waiting for another process that tunes this device");
                told = true;
            }
            try {
                Thread.sleep(MILLISECONDS_BETWEEN_TRIES);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            }
        }
        return null;
    }

    /** Returns what to go on from: a tuning that was stopped, else the one in use, else nothing. */
    private TuningSection stored(boolean again, TuningListener listener) {
        TuningSection stopped = file.section(key, false, listener::onNote);
        if (stopped != null) {
            listener.onNote("going on from " + stopped.choices().size() + " kinds of products of " + stopped.date());
            return stopped;
        }
        TuningSection inUse = again ? null : file.section(key, true, listener::onNote);
        return inUse == null ? new TuningSection(key, false, "") : inUse;
    }

    private TuningReport report(TuningSection section, List<GemmShape> shapes, boolean measuredNow) {
        return new TuningReport(
                device.info(),
                file.path().toString(),
                section.inUse(),
                measuredNow,
                shapes.stream()
                        .filter(shape -> section.choices().containsKey(shape.bucket()))
                        .map(shape -> Tuner.choice(preset, shape, section))
                        .toList(),
                section.rejections().stream().map(Tuner::rejection).toList());
    }
}
