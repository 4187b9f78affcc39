package dev.atelier.runner.bundle;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Copies jars without the native code of other platforms than Linux on x86-64. */
final class JarFilter {
    private static final Pattern NATIVE = Pattern.compile(".*\\.(so|dll|dylib|jnilib|a)");
    private static final Pattern LINUX_X86_64 = Pattern.compile(".*linux.*(x86[-_]64|x64|amd64).*");

    private JarFilter() {}

    /** Whether an entry of a jar, by its name, may be in the bundle. */
    static boolean belongs(String entry) {
        String name = entry.toLowerCase(Locale.ROOT);
        return !NATIVE.matcher(name).matches() || LINUX_X86_64.matcher(name).matches();
    }

    /**
     * Copies a jar; entries keep their order and times, so that the same jar gives the same bytes.
     *
     * @return whether there was native code in it, and none of it for this platform: such a jar is of no use and not copied
     */
    static boolean copy(Path source, Path target) throws IOException {
        boolean natives = false;
        boolean kept = false;
        try (ZipFile jar = new ZipFile(source.toFile())) {
            for (ZipEntry entry : Collections.list(jar.entries())) {
                boolean isNative =
                        NATIVE.matcher(entry.getName().toLowerCase(Locale.ROOT)).matches();
                natives |= isNative;
                kept |= isNative && belongs(entry.getName());
            }
            if (natives && !kept) {
                return true;
            }
            if (!natives) {
                Files.copy(source, target);
                return false;
            }
            try (OutputStream out = Files.newOutputStream(target);
                    ZipOutputStream copy = new ZipOutputStream(out)) {
                for (ZipEntry entry : Collections.list(jar.entries())) {
                    if (belongs(entry.getName())) {
                        ZipEntry copied = new ZipEntry(entry.getName());
                        copied.setTime(entry.getTime());
                        copy.putNextEntry(copied);
                        jar.getInputStream(entry).transferTo(copy);
                        copy.closeEntry();
                    }
                }
            }
        }
        return false;
    }
}
