package dev.atelier.runner.serve;

import dev.atelier.runner.data.ImageSet;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** One of the networks that the page shows: opened, in training or trained. Two lanes are compared side by side. */
final class Lane {
    private final String name;
    private final LaneListener listener;
    private Status status = Status.EMPTY;
    private String message = "";
    private String device = "";
    private RunHistory history = new RunHistory();
    private @Nullable Progress progress;
    private @Nullable LiveRun run;
    private volatile @Nullable SeenNetwork network;

    /** What a lane does. */
    enum Status {
        /** There is no network. */
        EMPTY,
        /** A network was read from a file. */
        OPENED,
        /** The device is opened and the data are put there. */
        STARTING,
        RUNNING,
        PAUSED,
        STOPPING,
        /** All epochs are done. */
        DONE,
        /** Somebody stopped the run. */
        STOPPED,
        FAILED;

        boolean isActive() {
            return this == STARTING || this == RUNNING || this == PAUSED || this == STOPPING;
        }

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Where a run stands.
     *
     * @param epoch the current one, from 1
     * @param epochs how many are planned
     * @param done passes over the data so far, with the part of the current one
     * @param seconds of training so far
     * @param loss mean loss of the steps since the last report
     * @param samplesPerSecond speed of this epoch
     * @param secondsLeft estimate for the rest
     */
    record Progress(
            int epoch,
            int epochs,
            double done,
            double seconds,
            double loss,
            double samplesPerSecond,
            double secondsLeft) {
        void write(JsonGenerator json) {
            json.writeNumberProperty("epoch", epoch);
            json.writeNumberProperty("epochs", epochs);
            json.writeName("done");
            Json.number(json, done);
            json.writeName("seconds");
            Json.number(json, seconds);
            json.writeName("loss");
            Json.number(json, loss);
            json.writeName("speed");
            Json.number(json, samplesPerSecond);
            json.writeName("left");
            Json.number(json, secondsLeft);
        }
    }

    /** Makes an empty lane. */
    Lane(String name, LaneListener listener) {
        this.name = name;
        this.listener = listener;
    }

    String name() {
        return name;
    }

    /** Returns the newest weights, or null if there are none yet. */
    @Nullable
    SeenNetwork network() {
        return network;
    }

    synchronized boolean isActive() {
        return status.isActive();
    }

    synchronized RunHistory history() {
        return history;
    }

    /** Shows a network that was read from a file. */
    void open(SeenNetwork opened, String file) {
        synchronized (this) {
            network = opened;
            status = Status.OPENED;
            message = file;
        }
        listener.onChange(this);
    }

    /** Forgets what it shows, unless it is in training. */
    void clear() {
        synchronized (this) {
            reset(Status.EMPTY, "");
        }
        listener.onChange(this);
    }

    private void reset(Status newStatus, String newDevice) {
        status = newStatus;
        device = newDevice;
        message = "";
        progress = null;
        history = new RunHistory();
        network = null;
        run = null;
    }

    /** Starts a run on a thread of its own. */
    void start(RunPlan plan) {
        LiveRun started;
        synchronized (this) {
            reset(Status.STARTING, "");
            started = new LiveRun(plan, this);
            run = started;
        }
        listener.onChange(this);
        started.start();
    }

    void pause() {
        LiveRun current = current();
        if (current != null) {
            current.pause();
        }
    }

    void resume() {
        LiveRun current = current();
        if (current != null) {
            current.resume();
        }
    }

    void stop() {
        LiveRun current = current();
        if (current != null) {
            change(Status.STOPPING, "");
            current.stop();
        }
    }

    private synchronized @Nullable LiveRun current() {
        return status.isActive() ? run : null;
    }

    /** Waits until the run has ended. */
    void await(long millis) throws InterruptedException {
        LiveRun last;
        synchronized (this) {
            last = run;
        }
        if (last != null) {
            last.join(millis);
        }
    }

    /** Called by the run. */
    void change(Status newStatus, String newMessage) {
        synchronized (this) {
            if (status == Status.STOPPING && newStatus.isActive()) {
                return;
            }
            status = newStatus;
            message = newMessage;
        }
        listener.onChange(this);
    }

    /** Called by the run when it knows its device. */
    void deviceOpened(String newDevice) {
        synchronized (this) {
            device = newDevice;
        }
        change(Status.RUNNING, "");
    }

    /** Called by the run. */
    void progressed(Progress newProgress) {
        synchronized (this) {
            progress = newProgress;
        }
        history().addLoss(newProgress.done(), newProgress.seconds(), newProgress.loss());
        listener.onProgress(this, newProgress);
    }

    /** Called by the run after each epoch. */
    void tested(double epochs, double seconds, double accuracy, double loss) {
        history().addTest(epochs, seconds, accuracy, loss);
        listener.onChange(this);
    }

    /** Called by the run when it has read its weights. */
    void learned(SeenNetwork newNetwork) {
        network = newNetwork;
        listener.onWeights(this, newNetwork);
    }

    boolean isWatched() {
        return listener.isWatched();
    }

    /** Returns the images that accuracy is measured on, or null if there is no run. */
    synchronized @Nullable ImageSet testImages() {
        return run == null ? null : run.plan().testImages();
    }

    /** Writes all that a page shows but the weights. */
    synchronized void write(JsonGenerator json) {
        json.writeStringProperty("name", name);
        json.writeStringProperty("status", status.label());
        json.writeStringProperty("message", message);
        json.writeStringProperty("device", device);
        SeenNetwork seen = network;
        String shape = run != null
                ? run.plan().spec().toString()
                : seen != null ? seen.model().weights().spec().toString() : "";
        json.writeStringProperty("network", shape);
        if (progress != null) {
            json.writeObjectPropertyStart("progress");
            progress.write(json);
            json.writeEndObject();
        }
        history.write(json);
    }
}
