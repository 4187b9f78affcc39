package dev.atelier.runner.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The options of a run as a checkpoint keeps them, and how they come back: what is not given again is as it was, and what is given
 * again may not differ, unless the bits of the steps to come do not hang on it. A new option is saved without being named here.
 */
final class SavedOptions {
    /** Options of the process that computes the run, and of the run's beginning, which a checkpoint has behind it. */
    private static final Set<String> NOT_SAVED = Set.of(
            "--threads",
            "--binding",
            "--cache-dir",
            "--offline",
            "--save-model",
            "--json",
            "--quiet",
            "--debug",
            "--help",
            "--version",
            "--checkpoint-dir",
            "--resume",
            "--pause-after",
            "--init-from",
            "--log-dir",
            "--report");

    /** Options that a resumed run may be given anew: where it ends, where its data lie, what it computes on and in, how often it is saved. */
    private static final Set<String> CHANGEABLE = Set.of(
            "--epochs",
            "--max-time",
            "--target-accuracy",
            "--data",
            "--backend",
            "--device",
            "--precision",
            "--fallback",
            PersistentOption.NAME,
            "--checkpoint-every",
            "--keep");

    private SavedOptions() {}

    private static boolean isSaved(OptionSpec option) {
        return !NOT_SAVED.contains(option.longestName());
    }

    /**
     * Returns the options of a run.
     *
     * @param command that was parsed
     * @param earlier what a checkpoint said, or nothing
     * @param settled values by option that stand for what was found out later, such as the backend for {@code auto}
     */
    static List<String> collect(CommandSpec command, List<String> earlier, Map<String, String> settled) {
        ParseResult parsed = command.commandLine().getParseResult();
        Map<String, List<String>> texts = new TreeMap<>();
        for (OptionSpec option : command.options()) {
            if (isSaved(option)) {
                texts.put(option.longestName(), texts(option, parsed, earlier));
            }
        }
        settled.forEach((name, text) -> texts.put(name, List.of(name + "=" + text)));
        List<String> all = new ArrayList<>();
        texts.values().forEach(all::addAll);
        return all;
    }

    private static List<String> texts(OptionSpec option, ParseResult parsed, List<String> earlier) {
        String name = option.longestName();
        if (parsed.hasMatchedOption(name)) {
            if (option.arity().max() == 0) {
                return Boolean.FALSE.equals(option.getValue()) ? List.of() : List.of(name);
            }
            return parsed.matchedOption(name).originalStringValues().stream()
                    .map(text -> name + "=" + text)
                    .toList();
        }
        List<String> saved = textsOf(name, earlier);
        String usual = usual(option);
        boolean takesValue = option.arity().max() > 0;
        return !saved.isEmpty() || !takesValue || usual == null ? saved : List.of(name + "=" + usual);
    }

    /** Returns an option's default, a recipe's before the command's own. */
    private static @Nullable String usual(OptionSpec option) {
        String own = option.defaultValue();
        if (option.command().defaultValueProvider() instanceof RecipeDefaults recipe) {
            String set = recipe.defaultValue(option);
            return set == null ? own : set;
        }
        return own;
    }

    private static List<String> textsOf(String name, List<String> options) {
        return options.stream()
                .filter(text -> text.equals(name) || text.startsWith(name + "="))
                .toList();
    }

    /**
     * Sets the options of {@code command} that were not given to what a checkpoint says.
     *
     * @param fresh a command like {@code command} that has parsed nothing yet
     * @param saved what {@link #collect} returned
     * @param origin names the checkpoint in messages
     * @throws ParameterException if an option was given that contradicts the checkpoint
     */
    static void apply(CommandSpec command, CommandLine fresh, List<String> saved, String origin) {
        try {
            // A checkpoint may come from somebody else: it names no files to be read.
            fresh.setExpandAtFiles(false).parseArgs(saved.toArray(String[]::new));
        } catch (ParameterException e) {
            throw new IllegalArgumentException("its options are not those of this version: " + e.getMessage(), e);
        }
        ParseResult parsed = command.commandLine().getParseResult();
        for (OptionSpec option : command.options()) {
            String name = option.longestName();
            OptionSpec savedOption = fresh.getCommandSpec().findOption(name);
            if (!isSaved(option) || savedOption == null) {
                continue;
            }
            Object value = savedOption.getValue();
            if (!parsed.hasMatchedOption(name)) {
                option.setValue(value);
            } else if (!CHANGEABLE.contains(name) && !Objects.equals(option.getValue(), value)) {
                throw new ParameterException(
                        command.commandLine(),
                        described(name, parsed.matchedOption(name).originalStringValues())
                                + " contradicts " + origin + ", which was written by a run with "
                                + earlier(name, textsOf(name, saved)) + "; leave " + name
                                + " out, or start another run");
            }
        }
        // A device belongs to its backend: one that was saved with another backend means nothing.
        OptionSpec backend = command.findOption("--backend");
        OptionSpec savedBackend = fresh.getCommandSpec().findOption("--backend");
        if (backend != null
                && savedBackend != null
                && !parsed.hasMatchedOption("--device")
                && !Objects.equals(backend.getValue(), savedBackend.getValue())) {
            command.findOption("--device").setValue("");
        }
    }

    private static String described(String name, List<String> values) {
        String value = values.isEmpty() ? "" : values.get(0);
        return value.isEmpty() ? name : name + " " + value;
    }

    private static String earlier(String name, List<String> texts) {
        return texts.isEmpty() ? "no " + name : String.join(" ", texts).replace("=", " ");
    }
}
