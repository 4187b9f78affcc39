package dev.atelier.runner.command;

import dev.atelier.runner.CommandFailure;
import dev.atelier.runner.ExitCode;
import dev.atelier.runner.checkpoint.CheckpointException;
import dev.atelier.runner.checkpoint.CheckpointFolder;
import dev.atelier.runner.checkpoint.CheckpointInterval;
import dev.atelier.runner.data.FileFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The options that keep a run from being lost. */
final class CheckpointOptions {
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(
            names = "--checkpoint-dir",
            paramLabel = "DIR",
            description =
                    "Writes checkpoints there: after each epoch, as often as --checkpoint-every says, and when the"
                            + " run is interrupted. One folder a run.")
    private @Nullable Path folder;

    @Option(
            names = "--checkpoint-every",
            paramLabel = "STEPS|TIME",
            defaultValue = "5m",
            converter = IntervalConverter.class,
            description = "How often within an epoch: 200 is a number of steps, 90s, 5m and 1h are times. Default: 5m.")
    private CheckpointInterval every = CheckpointInterval.parse("5m");

    @Option(
            names = "--keep",
            paramLabel = "N",
            defaultValue = "3",
            description = "How many of the last checkpoints stay. Default: 3.")
    private int keep;

    @Option(
            names = "--resume",
            paramLabel = "FILE|DIR",
            arity = "0..1",
            fallbackValue = "",
            description =
                    "Goes on from a checkpoint, or from the newest whole one of a folder: --checkpoint-dir when none"
                            + " is named. Options that are not given are those of the checkpoint.")
    private @Nullable String resume;

    @Option(
            names = "--pause-after",
            paramLabel = "N",
            defaultValue = "0",
            description = "Ends after epoch N of the run with a checkpoint, to be resumed later.")
    private int pauseAfter;

    private static final class IntervalConverter implements ITypeConverter<CheckpointInterval> {
        @Override
        public CheckpointInterval convert(String text) {
            try {
                return CheckpointInterval.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    CheckpointInterval every() {
        return every;
    }

    int keep() {
        return keep;
    }

    /** Returns the epoch that the run is to end after, or 0. */
    int pauseAfter() {
        return pauseAfter;
    }

    /** Whether the run keeps checkpoints. */
    boolean wanted() {
        return folder != null || resume != null;
    }

    /** Makes the run go on from a checkpoint; from the beginning if it is null. */
    void goOnFrom(@Nullable Path checkpoint) {
        resume = checkpoint == null ? null : checkpoint.toString();
    }

    /** Checks what can be checked before anything slow is done. */
    void check() {
        if (keep < 1) {
            throw usage("--keep must be at least 1, but is " + keep);
        }
        if (pauseAfter < 0) {
            throw usage("--pause-after must be 0 or more, but is " + pauseAfter);
        }
        if (pauseAfter > 0 && folder == null && resume == null) {
            throw usage("--pause-after needs --checkpoint-dir");
        }
        if ("".equals(resume) && folder == null) {
            throw usage("--resume needs a checkpoint, or --checkpoint-dir");
        }
    }

    /**
     * Returns the checkpoint to go on from, or null to begin at the beginning.
     *
     * @param warnings takes what people should know
     * @throws CommandFailure if there is none that can be used
     */
    CheckpointFolder.@Nullable Found find(Consumer<String> warnings) {
        if (resume == null) {
            return null;
        }
        Path place = resume.isEmpty() ? folder : path(resume);
        if (place == null) {
            return null;
        }
        try {
            if (!resume.isEmpty() && !Files.isDirectory(place)) {
                return one(place);
            }
            CheckpointFolder.Found found = CheckpointFolder.newest(
                    place, refusal -> warnings.accept("warning: " + refusal + "; trying the one before it"));
            if (found == null && !place.equals(folder)) {
                throw new CommandFailure(ExitCode.DATA, place + ": has no checkpoint");
            } else if (found == null) {
                warnings.accept("note: " + place + " has no checkpoint yet; the run begins at the beginning");
            }
            return found;
        } catch (CheckpointException e) {
            throw new CommandFailure(ExitCode.DATA, String.valueOf(e.getMessage()), e);
        }
    }

    private Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            throw usage("--resume: '" + text + "' is not a file");
        }
    }

    /** Reads the checkpoint that was named; a faulty one is not replaced in silence. */
    private static CheckpointFolder.Found one(Path file) {
        try {
            return CheckpointFolder.read(file);
        } catch (CheckpointException e) {
            Path parent = file.toAbsolutePath().getParent();
            long steps = CheckpointFolder.steps(file);
            List<Path> others = parent == null ? List.of() : CheckpointFolder.list(parent);
            String hint = others.stream()
                    .filter(other -> steps >= 0 && CheckpointFolder.steps(other) < steps)
                    .findFirst()
                    .map(other -> "; the one before it is " + other)
                    .orElse("");
            throw new CheckpointException(e.getMessage() + hint, e);
        }
    }

    /**
     * Opens the folder that checkpoints go to: the one given, else the one that the run was resumed from; null if there is neither.
     *
     * @throws ParameterException if it can't be written, or has checkpoints that are not this run's past
     */
    @Nullable
    CheckpointFolder open(CheckpointFolder.@Nullable Found resumed) {
        Path path = folder != null
                ? folder
                : resumed == null ? null : resumed.file().toAbsolutePath().getParent();
        if (path == null) {
            return null;
        }
        try {
            checkPast(path, resumed);
            return CheckpointFolder.open(path);
        } catch (CheckpointException e) {
            throw usage("--checkpoint-dir: " + e.getMessage());
        } catch (IOException e) {
            throw usage("--checkpoint-dir: " + path + " can't be written: " + FileFault.reason(e));
        }
    }

    /** Refuses a folder with checkpoints that do not lead to the one that the run goes on from: it would not be clear which are newer. */
    private void checkPast(Path path, CheckpointFolder.@Nullable Found resumed) {
        List<Path> there = CheckpointFolder.list(path);
        if (there.isEmpty()) {
            return;
        } else if (resumed == null) {
            throw usage("--checkpoint-dir: " + path
                    + " has the checkpoints of an earlier run; go on with it by --resume, or" + " name another folder");
        }
        Path own = resumed.file().toAbsolutePath().getParent();
        if (!path.toAbsolutePath().equals(own)) {
            throw usage("--checkpoint-dir: " + path
                    + " has checkpoints already, and not the one that the run goes on from;" + " name another folder");
        }
        long steps = resumed.checkpoint().state().log().steps();
        for (Path file : there) {
            if (CheckpointFolder.steps(file) > steps && isWhole(file)) {
                throw usage("--resume: " + path + " has newer checkpoints than " + resumed.file() + "; resume " + path
                        + ", or name another --checkpoint-dir");
            }
        }
    }

    private static boolean isWhole(Path file) {
        try {
            CheckpointFolder.read(file);
            return true;
        } catch (CheckpointException e) {
            return false;
        }
    }

    private ParameterException usage(String message) {
        CommandSpec spec = command;
        if (spec == null) {
            throw new IllegalStateException(message);
        }
        return new ParameterException(spec.commandLine(), message);
    }
}
