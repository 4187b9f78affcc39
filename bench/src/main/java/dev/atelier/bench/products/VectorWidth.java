package dev.atelier.bench.products;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The width of the vector instructions that both sides are held to. */
enum VectorWidth {
    /** Each side takes the widest that it finds. */
    OF_THE_MACHINE(0),
    /** AVX2. */
    BITS_256(256),
    /** AVX-512. */
    BITS_512(512);

    private final int bits;

    VectorWidth(int bits) {
        this.bits = bits;
    }

    /**
     * Returns the width of so many bits, 0 for that of the machine.
     *
     * @throws IllegalArgumentException if it is another or this processor does not have it
     */
    static VectorWidth ofBits(int bits) {
        for (VectorWidth width : values()) {
            if (width.bits == bits) {
                if (bits != 0 && !processorHas(width == BITS_512 ? "avx512vl" : "avx2")) {
                    throw new IllegalArgumentException("this processor has no vectors of " + bits + " bits");
                }
                return width;
            }
        }
        throw new IllegalArgumentException("--vector-bits must be 256 or 512, but is " + bits);
    }

    /** Returns the bits, 0 for those of the machine. */
    int bits() {
        return bits;
    }

    /** Returns what tells the JVM; some versions leave AVX-512 out on some processors unless told. */
    List<String> flags() {
        return switch (this) {
            case OF_THE_MACHINE -> List.of();
            case BITS_256 -> List.of("-XX:UseAVX=2");
            case BITS_512 -> List.of("-XX:UseAVX=3");
        };
    }

    /** Tells OpenBLAS by its environment; which core it chose is read back from it. */
    void apply(Map<String, String> environment) {
        if (this == BITS_256) {
            environment.put("OPENBLAS_CORETYPE", "Haswell");
        }
    }

    private static boolean processorHas(String feature) {
        try (Stream<String> lines = Files.lines(Path.of("/proc/cpuinfo"), StandardCharsets.UTF_8)) {
            return lines.anyMatch(line -> line.startsWith("flags") && (line + " ").contains(" " + feature + " "));
        } catch (IOException e) {
            // Not Linux: what ran is printed beside the figures.
            return true;
        }
    }
}
