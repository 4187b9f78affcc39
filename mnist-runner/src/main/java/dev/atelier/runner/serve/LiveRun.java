package dev.atelier.runner.serve;

import dev.atelier.engine.backend.Backend;
import dev.atelier.engine.training.EpochResult;
import dev.atelier.engine.training.Evaluation;
import dev.atelier.engine.training.StopReason;
import dev.atelier.engine.training.Trainer;
import dev.atelier.engine.training.TrainingListener;
import dev.atelier.engine.training.TrainingProgress;
import dev.atelier.engine.training.TrainingResult;
import dev.atelier.runner.model.ImageSize;
import dev.atelier.runner.model.ModelFile;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A run in training. The backend is opened, used and closed on this run's own thread. */
final class LiveRun implements TrainingListener {
    /** Reading 795,010 weights takes well under a millisecond on a CPU; twice a second is as much as an eye follows. */
    private static final long NANOS_BETWEEN_WEIGHTS = TimeUnit.MILLISECONDS.toNanos(500);

    /** The mean loss of fewer batches than these says little. */
    private static final int LEAST_BATCHES = 5;

    private final RunPlan plan;
    private final Lane lane;
    private final Thread thread;
    private boolean pauseRequested;
    private boolean stopRequested;
    private @Nullable Trainer trainer;
    private double secondsBefore;
    private double lossBefore;
    private double samplesBefore;
    private double recentLoss = Double.NaN;
    private int epochBefore;
    private double done;
    private double seconds;
    private long weightsRead;

    LiveRun(RunPlan plan, Lane lane) {
        this.plan = plan;
        this.lane = lane;
        this.thread = new Thread(this::run, "atelier-run-" + lane.name());
        thread.setDaemon(true);
    }

    RunPlan plan() {
        return plan;
    }

    void start() {
        thread.start();
    }

    void join(long millis) throws InterruptedException {
        thread.join(millis);
    }

    synchronized void pause() {
        pauseRequested = true;
    }

    synchronized void resume() {
        pauseRequested = false;
        notifyAll();
    }

    synchronized void stop() {
        stopRequested = true;
        if (trainer != null) {
            trainer.requestStop();
        }
        notifyAll();
    }

    private void run() {
        try (Backend backend = plan.backend().get();
                Trainer own = new Trainer(backend, plan.spec(), plan.settings(), plan.training(), null, plan.test())) {
            synchronized (this) {
                trainer = own;
                if (stopRequested) {
                    own.requestStop();
                }
            }
            lane.deviceOpened(backend.device().id() + " " + backend.device().name());
            readWeights(own);
            TrainingResult result = own.run(this);
            readWeights(own);
            lane.change(
                    result.stoppedBy() == StopReason.INTERRUPT ? Lane.Status.STOPPED : Lane.Status.DONE,
                    summary(result));
        } catch (RuntimeException | LinkageError | OutOfMemoryError e) {
            lane.change(
                    Lane.Status.FAILED,
                    e instanceof OutOfMemoryError
                            ? "out of memory: a smaller network or batch needs less"
                            : String.valueOf(e.getMessage()).replaceAll("\\R", " "));
        } finally {
            synchronized (this) {
                trainer = null;
            }
        }
    }

    private static String summary(TrainingResult result) {
        Evaluation test = result.test();
        String right = test == null || !test.hasAccuracy()
                ? ""
                : String.format(Locale.ROOT, "; %,d of %,d test images right", test.correct(), test.samples());
        return String.format(
                Locale.ROOT, "%,d steps in %.1f s of training%s", result.steps(), result.trainSeconds(), right);
    }

    @Override
    public void onProgress(TrainingProgress now) {
        if (now.epoch() != epochBefore) {
            epochBefore = now.epoch();
            secondsBefore = seconds;
            samplesBefore = 0;
            lossBefore = 0;
        }
        double samples = Math.min(
                (double) now.step() * plan.settings().batchSize(),
                plan.training().size());
        seconds = secondsBefore + samples / now.samplesPerSecond();
        done = now.epoch() - 1 + (double) now.step() / now.stepsPerEpoch();
        // The mean over the epoch falls late; that over the samples since the last report shows what is happening.
        if (samples >= samplesBefore + LEAST_BATCHES * plan.settings().batchSize() || Double.isNaN(recentLoss)) {
            recentLoss = (now.loss() * samples - lossBefore * samplesBefore) / (samples - samplesBefore);
            samplesBefore = samples;
            lossBefore = now.loss();
        }
        lane.progressed(new Lane.Progress(
                now.epoch(), now.epochs(), done, seconds, recentLoss, now.samplesPerSecond(), now.secondsLeft()));
        Trainer own = own();
        if (own != null
                && (isPauseRequested()
                        || (lane.isWatched() && System.nanoTime() - weightsRead > NANOS_BETWEEN_WEIGHTS))) {
            readWeights(own);
        }
        holdWhilePaused();
    }

    private synchronized @Nullable Trainer own() {
        return trainer;
    }

    private synchronized boolean isPauseRequested() {
        return pauseRequested && !stopRequested;
    }

    private void readWeights(Trainer own) {
        ModelFile.Model model = plan.model().apply(own.weights());
        lane.learned(new SeenNetwork(model, new ImageSize(model.imageHeight(), model.imageWidth()), done, seconds));
        weightsRead = System.nanoTime();
    }

    private void holdWhilePaused() {
        if (!isPauseRequested()) {
            return;
        }
        lane.change(Lane.Status.PAUSED, "");
        synchronized (this) {
            while (pauseRequested && !stopRequested) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
        lane.change(Lane.Status.RUNNING, "");
    }

    @Override
    public void onEpoch(EpochResult epoch) {
        Evaluation test = epoch.test();
        if (test != null) {
            lane.tested(done, seconds, test.accuracy(), test.loss());
        }
    }
}
