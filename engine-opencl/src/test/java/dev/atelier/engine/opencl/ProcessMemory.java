package dev.atelier.engine.opencl;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What this process holds; what only Linux tells is 0 elsewhere.
 *
 * @param heapBytes of Java objects that are reachable
 * @param residentBytes of memory in all
 * @param threads of the process, native ones included
 * @param files that are open
 */
record ProcessMemory(long heapBytes, long residentBytes, int threads, int files) {
    private static final Path SELF = Path.of("/proc/self");

    static ProcessMemory measure() throws IOException, InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
            Thread.sleep(50);
        }
        long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        return Files.isDirectory(SELF)
                ? new ProcessMemory(heap, status("VmRSS:") * 1024, (int) status("Threads:"), openFiles())
                : new ProcessMemory(heap, 0, 0, 0);
    }

    private static long status(String name) throws IOException {
        String line = Files.readAllLines(SELF.resolve("status")).stream()
                .filter(text -> text.startsWith(name))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(line.replaceAll("\\D", ""));
    }

    private static int openFiles() throws IOException {
        try (Stream<Path> files = Files.list(SELF.resolve("fd"))) {
            return (int) files.count();
        }
    }
}
