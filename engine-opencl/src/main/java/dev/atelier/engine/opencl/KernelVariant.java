package dev.atelier.engine.opencl;

import dev.atelier.kernels.KernelSources;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One kernel out of one program: the files that make up the source, and the defines that choose its code.
 *
 * @param files names for {@link KernelSources#load}, each after those that it builds on
 * @param kernel the kernel's name
 * @param options the compiler's options
 */
record KernelVariant(List<String> files, String kernel, String options) {
    /** OpenCL C 1.2 is what every driver in use has; no option that bends IEEE 754. */
    private static final String LANGUAGE = "-cl-std=CL1.2";

    /** Returns the variant with these defines. */
    static KernelVariant of(List<String> files, String kernel, Map<String, ?> defines) {
        String options = new TreeMap<>(defines)
                .entrySet().stream()
                        .map(define -> " -D" + define.getKey() + "=" + define.getValue())
                        .collect(Collectors.joining());
        return new KernelVariant(List.copyOf(files), kernel, LANGUAGE + options);
    }

    /** Returns the program's source. */
    String source() {
        return files.stream().map(KernelSources::load).collect(Collectors.joining("\n"));
    }

    /** Returns what no other program has: a map finds strings sooner than records, for whose methods each start of a JVM makes code. */
    String programKey() {
        return String.join(",", files) + options;
    }

    /** Returns what no other kernel has. */
    String key() {
        return kernel + " of " + programKey();
    }

    /** Returns what error messages call the program. */
    String programName() {
        return files.get(files.size() - 1) + ".cl";
    }
}
