package dev.atelier.runner.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Defaults of {@code train} that go together. A flag of the command line wins over a recipe's, and with it fall those of the recipe that
 * only go with what it replaces.
 */
enum Recipe {
    /** Three epochs. Lightly bent digits and a high learning rate that falls to zero do most of it. */
    FAST(
            "--epochs 3",
            "--batch-size 128",
            "--optimizer nesterov --momentum 0.9 --lr 0.4",
            "--schedule linear --warmup 0.05",
            "--augment elastic --rotate 6 --scale 0.06 --shear 0 --shift 1 --elastic-alpha 15 --elastic-sigma 5"),
    /** Exactly 784-1000-10, a hundred epochs of digits that never come twice. */
    ACCURATE(
            "--hidden 1000",
            "--activation relu",
            "--epochs 100",
            "--batch-size 128",
            "--optimizer nesterov --momentum 0.9 --lr 0.2",
            "--schedule linear --warmup 0.05",
            "--augment elastic --rotate 10 --scale 0.12 --shear 0.08 --shift 1 --elastic-alpha 30 --elastic-sigma 5");

    /** Flags that go together, a line each. */
    private final String groups;

    Recipe(String... groups) {
        this.groups = String.join("\n", groups);
    }

    /** Returns the name used on the command line. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns what the recipe sets: flags and their values.
     *
     * @param args the command line
     */
    Map<String, String> settings(List<String> args) {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String group : groups.split("\n", -1)) {
            String[] words = group.split(" ", -1);
            for (int i = 0; i < words.length && !isGiven(words[0], args); i += 2) {
                if (!isGiven(words[i], args)) {
                    settings.put(words[i], words[i + 1]);
                }
            }
        }
        return settings;
    }

    private static boolean isGiven(String flag, List<String> args) {
        return args.stream().anyMatch(arg -> arg.equals(flag) || arg.startsWith(flag + "="));
    }

    /** Returns the recipe that a command line asks for, or null where it asks for none that there is. */
    static @Nullable Recipe in(List<String> args) {
        for (int i = 0; i < args.size(); i++) {
            for (Recipe recipe : values()) {
                boolean apart = args.get(i).equals("--recipe")
                        && i + 1 < args.size()
                        && args.get(i + 1).equalsIgnoreCase(recipe.label());
                if (apart || args.get(i).equalsIgnoreCase("--recipe=" + recipe.label())) {
                    return recipe;
                }
            }
        }
        return null;
    }
}
