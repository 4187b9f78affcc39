package dev.atelier.runner;

import dev.atelier.engine.backend.BackendUnavailableException;
import dev.atelier.engine.backend.Backends;
import dev.atelier.engine.training.TrainingDivergedException;
import dev.atelier.runner.command.AtelierCommand;
import dev.atelier.runner.data.DataException;
import dev.atelier.runner.model.ModelException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine;

/** The program's entry point. */
public final class Atelier {
    private static final String DEBUG = "--debug";

    private Atelier() {}

    /** Runs the command and ends the process with its exit code. */
    public static void main(String[] args) {
        runProcess(surroundings -> AtelierCommand.commandLine(surroundings, args), args);
    }

    /** Kernels take half a second to compile, so that they are begun with before the command line is read. */
    private static void prepare(List<String> args) {
        if (args.contains("train")) {
            Backends.prepare(valueOf("--backend", args).orElse(Backends.AUTO));
        }
    }

    /** Returns what an option is given, as far as that can be told before the command line is parsed. */
    private static Optional<String> valueOf(String option, List<String> args) {
        int place = args.indexOf(option) + 1;
        return place > 0 && place < args.size()
                ? Optional.of(args.get(place))
                : args.stream()
                        .filter(arg -> arg.startsWith(option + "="))
                        .map(arg -> arg.substring(option.length() + 1))
                        .findFirst();
    }

    /** Runs a command line as this process and ends it with the exit code; does not return. */
    public static void runProcess(Function<Surroundings, CommandLine> commandLine, String... args) {
        System.setProperty("java.util.logging.config.class", LogConfiguration.class.getName());
        prepare(Arrays.asList(args));
        Interruption interruption = new Interruption();
        interruption.install();
        Surroundings surroundings = Surroundings.ofProcess(interruption);
        interruption.exit(run(surroundings, commandLine.apply(surroundings), args));
    }

    /** Runs a command inside this process and returns its exit code; every failure is one line on standard error. */
    public static int run(Surroundings surroundings, String... args) {
        return run(surroundings, AtelierCommand.commandLine(surroundings, args), args);
    }

    /** Runs a command line inside this process and returns its exit code; every failure is one line on standard error. */
    public static int run(Surroundings surroundings, CommandLine commandLine, String... args) {
        boolean debug = Arrays.asList(args).contains(DEBUG);
        AtelierCommand.applyRecipe(commandLine, Arrays.asList(args));
        commandLine.setParameterExceptionHandler((fault, arguments) -> {
            String command = fault.getCommandLine().getCommandSpec().qualifiedName();
            report(surroundings, debug, fault, fault.getMessage() + "; see " + command + " --help");
            return ExitCode.USAGE.code();
        });
        commandLine.setExecutionExceptionHandler((fault, command, parsed) -> fail(surroundings, debug, fault));
        try {
            return commandLine.execute(args);
        } catch (OutOfMemoryError e) {
            report(
                    surroundings,
                    debug,
                    e,
                    "out of memory: Java may use " + (Runtime.getRuntime().maxMemory() >> 20)
                            + " MB; raise it, for example with ATELIER_JAVA_OPTIONS=-Xmx4g");
            return ExitCode.FAILURE.code();
        }
    }

    private static int fail(Surroundings surroundings, boolean debug, Exception fault) {
        ExitCode code = exitCode(fault);
        String message = fault.getMessage();
        if (code == ExitCode.FAILURE && !(fault instanceof CommandFailure)) {
            message = fault.getClass().getSimpleName() + ": " + message;
        }
        report(surroundings, debug, fault, String.valueOf(message));
        return code.code();
    }

    private static ExitCode exitCode(Exception fault) {
        if (fault instanceof CommandFailure failure) {
            return failure.exitCode();
        } else if (fault instanceof DataException || fault instanceof ModelException) {
            return ExitCode.DATA;
        } else if (fault instanceof BackendUnavailableException) {
            return ExitCode.DEVICE;
        } else if (fault instanceof TrainingDivergedException) {
            return ExitCode.DIVERGED;
        }
        return ExitCode.FAILURE;
    }

    private static void report(Surroundings surroundings, boolean debug, Throwable fault, String message) {
        surroundings.err().println("error: " + message.strip().replaceAll("\\R", " "));
        if (debug) {
            fault.printStackTrace(surroundings.err());
        }
        surroundings.err().flush();
    }
}
