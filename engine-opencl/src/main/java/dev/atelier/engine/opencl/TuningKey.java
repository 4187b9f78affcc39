package dev.atelier.engine.opencl;

import dev.atelier.engine.backend.Precision;
import dev.atelier.engine.opencl.device.OpenClDevice;
import dev.atelier.kernels.KernelSources;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a tuning is good for; with another driver or other kernels, other sizes may be best, or may not even work.
 *
 * @param device the device's name and its compute units
 * @param driver platform, driver and OpenCL version
 * @param kernels the kind of kernels, {@code cpu} or {@code gpu}, the precision where it is not single precision, and a hash of the
 *     sources that products are made of
 */
record TuningKey(String device, String driver, String kernels) {
    /** Digits enough to tell versions of the sources apart. */
    private static final int HASH_DIGITS = 16;

    /** Returns the key of a device whose kernels the preset has chosen. */
    static TuningKey of(OpenClDevice device, Preset preset) {
        return new TuningKey(
                line(device.info().name() + ", " + device.info().computeUnits() + " compute units"),
                line(device.version()),
                (preset.strips() ? "cpu " : "gpu ")
                        + (preset.precision() == Precision.FP32
                                ? ""
                                : preset.precision().label() + " ")
                        + sourceHash());
    }

    /** Whether only the kind of kernels or the precision is another. */
    boolean hasSourcesOf(TuningKey other) {
        return sources(kernels).equals(sources(other.kernels));
    }

    private static String sources(String kernels) {
        return kernels.substring(kernels.lastIndexOf(' ') + 1);
    }

    /** Returns a hash of all sources that products are made of. */
    private static String sourceHash() {
        Set<String> files = new TreeSet<>();
        for (GemmKernel kernel : GemmKernel.values()) {
            files.addAll(kernel.files());
        }
        StringBuilder sources = new StringBuilder();
        files.forEach(file -> sources.append(KernelSources.load(file)));
        return hash(sources.toString()).substring(0, HASH_DIGITS);
    }

    /** Returns the SHA-256 of a text in hexadecimal digits. */
    static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /** Drivers pad names with spaces, and a file has one line for each. */
    private static String line(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }
}
