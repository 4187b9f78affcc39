package dev.atelier.engine.training;

import dev.atelier.engine.network.LayerWeights;
import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.engine.network.NetworkWeights;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * All that a run needs to go on as if it had never stopped, in host memory. {@link Trainer#state()} takes it and
 * {@link Trainer#restore} puts it back: with the same settings, data and backend, the run ends with the same bits as one that was
 * not interrupted. Every random number follows from seed, epoch and step, so that no generator has a state of its own.
 *
 * @param seed of the run
 * @param samples of an epoch
 * @param batchSize samples of a step
 * @param log where the run stands and what came of its epochs
 * @param tensors what lies on the device, by name: {@value #PARAMETERS}, the optimiser's state, and what else a step carries over to
 *     the next
 */
public record TrainingState(
        long seed, int samples, int batchSize, TrainingLog log, Map<String, NetworkWeights> tensors) {
    /** The name of the network's weights among the tensors. */
    public static final String PARAMETERS = "parameters";

    /**
     * Keeps the order of the tensors.
     *
     * @throws IllegalArgumentException if the network's weights are missing
     */
    public TrainingState {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        if (!tensors.containsKey(PARAMETERS)) {
            throw new IllegalArgumentException(
                    "a training state needs '" + PARAMETERS + "', but has " + tensors.keySet());
        }
    }

    /** Returns the network's weights. */
    public NetworkWeights parameters() {
        NetworkWeights parameters = tensors.get(PARAMETERS);
        if (parameters == null) {
            throw new IllegalStateException(PARAMETERS);
        }
        return parameters;
    }

    /** Whether no weight of the network is NaN or infinite: a run does not recover from one that is. */
    public boolean isFinite() {
        for (LayerWeights layer : parameters().layers()) {
            if (!isFinite(layer.weights()) || !isFinite(layer.bias())) {
                return false;
            }
        }
        return true;
    }

    private static boolean isFinite(float[] values) {
        // Zero times a number is zero, and NaN for all else: one sum finds what a test of each would.
        float sum = 0;
        for (float value : values) {
            sum += 0 * value;
        }
        return sum == 0;
    }

    /** Refuses a run that this state can't have come from. */
    void checkFits(NetworkSpec network, TrainingSettings settings, int samplesOfEpoch, Set<String> tensorNames) {
        NetworkSpec own = parameters().spec();
        if (!own.equals(network)) {
            throw mismatch("network", describe(own), describe(network));
        } else if (seed != settings.seed()) {
            throw mismatch("seed", seed, settings.seed());
        } else if (batchSize != settings.batchSize()) {
            throw mismatch("batch size", batchSize, settings.batchSize());
        } else if (samples != samplesOfEpoch) {
            throw mismatch("number of training samples", samples, samplesOfEpoch);
        } else if (!tensors.keySet().equals(tensorNames)) {
            throw mismatch("set of tensors", tensors.keySet(), tensorNames);
        } else if (log.history().size() > settings.epochs()) {
            throw new IllegalArgumentException("the state has " + log.history().size()
                    + " epochs behind it, but the run is to have only " + settings.epochs());
        }
    }

    private static IllegalArgumentException mismatch(String what, Object own, Object other) {
        return new IllegalArgumentException(
                "the state is that of another run: its " + what + " is " + own + ", but this run's is " + other);
    }

    private static String describe(NetworkSpec spec) {
        StringBuilder text = new StringBuilder(spec.toString());
        spec.layers()
                .forEach(layer -> text.append(' ').append(layer.activation().label()));
        return text.toString();
    }
}
