package dev.atelier.runner.command;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The defaults of the recipe that a command line asks for, in place of the usual ones. */
final class RecipeDefaults implements IDefaultValueProvider {
    private final Map<String, String> settings;

    /** Takes the recipe that stands in a command line, if any. */
    RecipeDefaults(List<String> args) {
        Recipe recipe = Recipe.in(args);
        this.settings = recipe == null ? Map.of() : recipe.settings(args);
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        return argument instanceof OptionSpec option ? settings.get(option.longestName()) : null;
    }

    /** Returns what the recipe sets, as one would write it. */
    String inWords() {
        return settings.entrySet().stream()
                .map(setting -> setting.getKey() + " " + setting.getValue())
                .collect(Collectors.joining(" "));
    }
}
