package dev.atelier.runner.command;

import dev.atelier.engine.network.NetworkSpec;
import dev.atelier.engine.training.TrainingSettings;
import java.io.PrintStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.core.JsonGenerator;

/** The option that has a launch do many steps. */
final class PersistentOption {
    static final String NAME = "--persistent";

    /** Layers of a network with one hidden one. */
    private static final int LAYERS = 2;

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(
            names = NAME,
            description =
                    "Does many steps in one launch, with the weights on the chip of the device, which has to run all"
                            + " work-groups at the same time. Goes with the opencl backend, one hidden layer and"
                            + " cross-entropy. --persistent=false turns it off in a resumed run.")
    private boolean persistent;

    /** Checks that the option goes with the backend, before anything slow is done. */
    void check(String backend) {
        if (persistent && backend.equals("cpu")) {
            fail("goes with the opencl backend, not with " + backend);
        }
    }

    /** Hands the setting on. */
    TrainingSettings.Builder apply(TrainingSettings.Builder builder) {
        return builder.persistent(persistent);
    }

    /** Checks that the option goes with the network. */
    void check(NetworkSpec network) {
        if (persistent && network.layers().size() != LAYERS) {
            fail("goes with one hidden layer, but the network is " + network);
        }
    }

    private void fail(String message) {
        CommandSpec spec = command;
        if (spec == null) {
            throw new IllegalArgumentException(NAME + " " + message);
        }
        throw new ParameterException(spec.commandLine(), NAME + " " + message);
    }

    /** Turns the option off, for a backend that has no such launches. */
    void turnOff() {
        persistent = false;
    }

    void print(PrintStream text) {
        if (persistent) {
            text.println("steps    many in one launch (" + NAME + ")");
            text.flush();
        }
    }

    void writeJson(JsonGenerator json) {
        if (persistent) {
            json.writeBooleanProperty("persistent", true);
        }
    }
}
