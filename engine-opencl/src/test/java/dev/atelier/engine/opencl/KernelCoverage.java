package dev.atelier.engine.opencl;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads out of the kernel sources what there is to run: every kernel, both values of every switch, every line of a formula, every
 * layout of a product. What of it was not run is missing.
 */
final class KernelCoverage {
    private static final Pattern KERNEL = Pattern.compile("__kernel\\b[^{;]*?\\bvoid\\s+(\\w+)\\s*\\(");

    /** A define with a default, and what its comment says. */
    private static final Pattern DEFINE = Pattern.compile("#ifndef (\\w+)\n#define \\w+ (\\S+) // (.*)");

    /** A formula: a macro line with its name first. */
    private static final Pattern LINE = Pattern.compile("(?m)^(ACTIVATION|RULE)_LINE\\((\\w+),");

    private static final String SWITCH = "1: ";

    /** Defines that are names: those of formulas have their values in the sources. */
    private static final Map<String, Set<String>> NAMES = Map.of("DATA", Set.of("uchar", "float"));

    private static final Set<String> FORMULAS = Set.of("ACTIVATION", "RULE");

    /** What a foundation offers and a file has no use for: a layer's forward product has no slope and no update, its gradients no bias. */
    private static final Map<String, Set<String>> UNUSED = Map.of(
            "thin_forward", Set.of("SLOPE", "UPDATE", "COLUMN_SUMS", "STEP_END"),
            "thin_product", Set.of("BIAS", "KEEP", "SLOPE", "UPDATE", "STEP_END"));

    /** What a foundation offers and the backend asks for in some files only: a CPU reads a vector from anywhere. */
    private static final Map<String, Set<String>> ONLY_IN = Map.of("ALIGNED", Set.of("gemm_tile", "gemm_tensor"));

    /** The derivative of the identity is 1: the backend stores such a product as it is. */
    private static final String NO_SLOPE = "SLOPE=1 ACTIVATION=IDENTITY";

    private final Map<String, String> sources;
    private final Collection<KernelVariant> variants;
    private final SortedSet<String> missing = new TreeSet<>();

    private KernelCoverage(Map<String, String> sources, Collection<KernelVariant> variants) {
        this.sources = sources;
        this.variants = variants;
    }

    /**
     * Returns what was not run.
     *
     * @param sources the text of every file by its name
     * @param variants that were run
     */
    static SortedSet<String> missing(Map<String, String> sources, Collection<KernelVariant> variants) {
        KernelCoverage coverage = new KernelCoverage(sources, variants);
        for (Map.Entry<String, String> source : sources.entrySet()) {
            coverage.kernels(source.getKey(), source.getValue());
            coverage.switches(source.getKey(), source.getValue());
            coverage.formulas(source.getValue());
        }
        return coverage.missing;
    }

    private void kernels(String file, String text) {
        KERNEL.matcher(text).results().map(match -> match.group(1)).forEach(kernel -> {
            if (variants.stream()
                    .noneMatch(variant ->
                            file(variant).equals(file) && variant.kernel().equals(kernel))) {
                missing.add(file + ": kernel " + kernel);
            }
        });
    }

    /** Every file that a define is compiled into needs each of its values, but for sizes, which are numbers. */
    private void switches(String declaring, String text) {
        for (MatchResult define : DEFINE.matcher(text).results().toList()) {
            String name = define.group(1);
            String standard = define.group(2);
            Set<String> values = define.group(3).startsWith(SWITCH) ? Set.of("0", "1") : NAMES.get(name);
            if (values == null && !FORMULAS.contains(name) && !standard.matches("\\d+")) {
                missing.add(declaring + ": what values " + name + " has; KernelCoverage.NAMES must say it");
            }
            if (values != null) {
                for (String file : filesWith(declaring)) {
                    if (UNUSED.getOrDefault(file, Set.of()).contains(name)
                            || !ONLY_IN.getOrDefault(name, Set.of(file)).contains(file)) {
                        continue;
                    }
                    values.stream()
                            .filter(value -> variantsOf(file)
                                    .noneMatch(variant -> defines(variant)
                                            .getOrDefault(name, standard)
                                            .equals(value)))
                            .forEach(value -> missing.add(file + ": " + name + "=" + value));
                }
            }
            if (name.equals("TRANSPOSE_A") && text.contains("TRANSPOSE_B")) {
                filesWith(declaring).forEach(this::layouts);
            }
        }
    }

    private void layouts(String file) {
        for (String layout : List.of("0 0", "0 1", "1 0", "1 1")) {
            if (variantsOf(file)
                    .noneMatch(variant -> layout.equals(defines(variant).getOrDefault("TRANSPOSE_A", "0") + " "
                            + defines(variant).getOrDefault("TRANSPOSE_B", "0")))) {
                missing.add(file + ": transposes " + layout);
            }
        }
    }

    /** Every kernel that has one formula of a kind needs all of them, with each setting of the switches that it has one with. */
    private void formulas(String text) {
        List<MatchResult> lines = LINE.matcher(text).results().toList();
        for (KernelVariant variant : List.copyOf(variants)) {
            Map<String, String> defines = defines(variant);
            for (MatchResult line : lines) {
                String kind = line.group(1);
                String wanted = kind + "=" + line.group(2);
                if (!defines.containsKey(kind) || (slope(defines) + wanted).equals(NO_SLOPE)) {
                    continue;
                }
                if (variants.stream()
                        .filter(other -> other.kernel().equals(variant.kernel()))
                        .filter(other -> switchesOf(other).equals(switchesOf(variant)))
                        .noneMatch(other -> line.group(2).equals(defines(other).get(kind)))) {
                    missing.add(
                            file(variant) + ": " + variant.kernel() + " " + switchesOf(variant) + " with " + wanted);
                }
            }
        }
    }

    private static String slope(Map<String, String> defines) {
        return defines.containsKey("SLOPE") ? "SLOPE=1 " : "";
    }

    /** Returns the switches of the epilogue that are on: what decides which code a formula stands in. */
    private static Set<String> switchesOf(KernelVariant variant) {
        SortedSet<String> on = new TreeSet<>(defines(variant).keySet());
        on.retainAll(Set.of("BIAS", "KEEP", "SLOPE", "UPDATE", "COLUMN_SUMS"));
        return on;
    }

    /** Returns the files with kernels that contain a file: itself, or those that it is a foundation of. */
    private Set<String> filesWith(String declaring) {
        Set<String> files = new TreeSet<>();
        if (KERNEL.matcher(sources.get(declaring)).find()) {
            files.add(declaring);
        }
        variants.stream()
                .filter(variant -> variant.files().contains(declaring))
                .forEach(variant -> files.add(file(variant)));
        return files;
    }

    private Stream<KernelVariant> variantsOf(String file) {
        return variants.stream().filter(variant -> file(variant).equals(file));
    }

    private static String file(KernelVariant variant) {
        return variant.files().get(variant.files().size() - 1);
    }

    private static Map<String, String> defines(KernelVariant variant) {
        Map<String, String> defines = new HashMap<>();
        for (String option : variant.options().split(" ", -1)) {
            if (option.startsWith("-D")) {
                int equals = option.indexOf('=');
                defines.put(option.substring(2, equals), option.substring(equals + 1));
            }
        }
        return defines;
    }
}
