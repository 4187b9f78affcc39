package dev.atelier.runner.tensorboard;

import dev.atelier.engine.network.LayerWeights;
import dev.atelier.engine.network.NetworkWeights;
import dev.atelier.engine.training.EpochResult;
import dev.atelier.engine.training.Evaluation;
import dev.atelier.engine.training.LearningRateSchedule;
import dev.atelier.engine.training.TrainingListener;
import dev.atelier.engine.training.TrainingProgress;
import dev.atelier.runner.data.FileFault;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes what TensorBoard shows of a run. Several times a second: {@code loss/batches}, the mean since the last entry, and
 * {@code learning_rate}. After each epoch: {@code loss/train}, {@code loss/} and {@code accuracy/} of {@code test} and
 * {@code validation} data, and a histogram of each array of parameters by its name in model files. Steps count batches.
 *
 * <p>A log that can't be written on is given up with one warning: it is not worth a run.
 */
public final class TensorBoardLog implements TrainingListener, AutoCloseable {
    private final LearningRateSchedule schedule;
    private final Supplier<NetworkWeights> weights;
    private final Consumer<String> warnings;
    private final Path path;
    private @Nullable EventFile file;

    private int lastStep;
    private double lastSum;
    private int stepsPerEpoch;

    /**
     * Creates an event file.
     *
     * @param folder is created where there is none
     * @param environment where the host's name is looked up
     * @param schedule of the run
     * @param weights returns the network as it is
     * @param warnings takes a line if the log has to be given up
     * @throws IOException if the file can't be created
     */
    public TensorBoardLog(
            Path folder,
            Map<String, String> environment,
            LearningRateSchedule schedule,
            Supplier<NetworkWeights> weights,
            Consumer<String> warnings)
            throws IOException {
        EventFile created = EventFile.create(folder, host(environment));
        this.file = created;
        this.path = created.path();
        this.schedule = schedule;
        this.weights = weights;
        this.warnings = warnings;
    }

    private static String host(Map<String, String> environment) {
        // The environment first: the name service may take seconds to say that it does not know this machine.
        for (String variable : List.of("HOSTNAME", "COMPUTERNAME")) {
            String name = environment.getOrDefault(variable, "");
            if (!name.isEmpty()) {
                return name.replaceAll("[^A-Za-z0-9.-]", "_");
            }
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    @Override
    public void onProgress(TrainingProgress progress) {
        stepsPerEpoch = progress.stepsPerEpoch();
        int done = progress.step();
        double sum = progress.loss() * done;
        if (done <= lastStep) {
            // A new epoch.
            lastStep = 0;
            lastSum = 0;
        }
        double mean = (sum - lastSum) / (done - lastStep);
        lastStep = done;
        lastSum = sum;
        long before = (progress.epoch() - 1L) * stepsPerEpoch;
        long planned = (long) progress.epochs() * stepsPerEpoch;
        write(events -> {
            events.scalar("loss/batches", before + done, mean);
            events.scalar("learning_rate", before + done, schedule.at(before + done - 1, planned));
        });
    }

    @Override
    public void onEpoch(EpochResult epoch) {
        lastStep = 0;
        lastSum = 0;
        long step = (long) epoch.epoch() * stepsPerEpoch;
        write(events -> {
            events.scalar("loss/train", step, epoch.trainLoss());
            evaluation(events, "test", step, epoch.test());
            evaluation(events, "validation", step, epoch.validation());
            List<LayerWeights> layers = weights.get().layers();
            for (int i = 0; i < layers.size(); i++) {
                events.histogram(
                        "parameters/" + 2 * i + ".weight",
                        step,
                        Histogram.of(layers.get(i).weights()));
                events.histogram(
                        "parameters/" + 2 * i + ".bias",
                        step,
                        Histogram.of(layers.get(i).bias()));
            }
        });
    }

    private static void evaluation(EventFile events, String split, long step, @Nullable Evaluation evaluation)
            throws IOException {
        if (evaluation != null) {
            events.scalar("loss/" + split, step, evaluation.loss());
            if (evaluation.hasAccuracy()) {
                events.scalar("accuracy/" + split, step, evaluation.accuracy());
            }
        }
    }

    @FunctionalInterface
    private interface Entries {
        void writeTo(EventFile events) throws IOException;
    }

    private void write(Entries entries) {
        EventFile open = file;
        if (open == null) {
            return;
        }
        try {
            entries.writeTo(open);
        } catch (IOException e) {
            close();
            warnings.accept("warning: " + path + ": can't be written: " + FileFault.reason(e)
                    + "; the run goes on without its log");
        }
    }

    @Override
    public void close() {
        EventFile open = file;
        file = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                warnings.accept("warning: " + path + ": can't be closed: " + FileFault.reason(e));
            }
        }
    }
}
