package dev.atelier.runner.command;

import dev.atelier.engine.backend.BackendException;
import dev.atelier.engine.backend.BackendProvider;
import dev.atelier.engine.backend.BackendUnavailableException;
import dev.atelier.engine.backend.Backends;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option that says where a run goes on when its device fails. */
final class FallbackOption {
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(
            names = "--fallback",
            paramLabel = "BACKEND",
            description = "Goes on from the last checkpoint on this backend, such as cpu, when the device fails, and"
                    + " begins there when it can't be used. Without it the run ends. Needs --checkpoint-dir.")
    private @Nullable String backend;

    /** Checks the option, before anything slow is done. */
    void check(CheckpointOptions checkpoints) {
        CommandSpec spec = command;
        if (backend == null || spec == null) {
            return;
        }
        if (!checkpoints.wanted()) {
            throw new ParameterException(spec.commandLine(), "--fallback needs --checkpoint-dir");
        }
        List<String> names = names();
        if (!names.contains(backend)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--fallback: no backend '" + backend + "'; there are: " + String.join(", ", names));
        }
    }

    /**
     * Returns the backend to go on with after a failure, or null if the run ends.
     *
     * @param failed the backend that the run was on, or was to be on
     */
    @Nullable
    String after(RuntimeException failure, String failed) {
        boolean neverOpened = failure instanceof BackendUnavailableException;
        boolean misspelt = neverOpened && !failed.equals(Backends.AUTO) && !names().contains(failed);
        boolean ofDevice = neverOpened || failure.getCause() instanceof BackendException;
        return ofDevice && !misspelt && !failed.equals(backend) ? backend : null;
    }

    private static List<String> names() {
        return Backends.providers().stream().map(BackendProvider::name).toList();
    }
}
