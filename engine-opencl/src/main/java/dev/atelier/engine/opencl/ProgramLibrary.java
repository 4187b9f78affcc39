package dev.atelier.engine.opencl;

import dev.atelier.engine.backend.BackendException;
import dev.atelier.engine.backend.Releases;
import dev.atelier.engine.opencl.device.Context;
import dev.atelier.engine.opencl.device.Kernel;
import dev.atelier.engine.opencl.device.OpenClDevice;
import dev.atelier.engine.opencl.device.Program;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Builds each program when it is first needed, out of the disk cache where that has it, and keeps it until the end. */
final class ProgramLibrary implements AutoCloseable {
    private final Context context;
    private final ProgramCache cache;
    private final Map<String, Program> programs = new HashMap<>();
    private final Map<String, Kernel> shared = new HashMap<>();
    private final List<Unsaved> unsaved = new ArrayList<>();
    private final Map<String, KernelVariant> variants = new LinkedHashMap<>();
    private int compiled;

    private record Unsaved(String key, Program program) {}

    ProgramLibrary(Context context, ProgramCache cache) {
        this.context = context;
        this.cache = cache;
    }

    /** Returns a kernel object of the caller's own. */
    Kernel create(KernelVariant variant) {
        variants.put(variant.key(), variant);
        return program(variant).kernel(variant.kernel());
    }

    /** Returns the kernel object that operations outside of plans share, with no arguments bound. */
    Kernel shared(KernelVariant variant) {
        return shared.computeIfAbsent(variant.key(), key -> create(variant)).rebind();
    }

    /** Returns how many programs were compiled rather than loaded. */
    int compiled() {
        return compiled;
    }

    /** Returns every kernel that was asked for, in that order. */
    Collection<KernelVariant> variants() {
        return Collections.unmodifiableCollection(variants.values());
    }

    /**
     * Stores what was compiled since the last call. Some drivers, PoCL among them, finish a program only when its kernels first
     * run, so this comes after that.
     */
    void save() {
        for (Unsaved entry : unsaved) {
            byte[] binary;
            try {
                binary = entry.program().binary();
            } catch (BackendException e) {
                continue; // a driver that gives no binaries compiles each time
            }
            if (binary.length > 0) {
                cache.store(entry.key(), binary);
            }
        }
        unsaved.clear();
    }

    @Override
    public void close() {
        Releases releases = new Releases();
        programs.values().forEach(program -> releases.add(program::close));
        shared.values().forEach(kernel -> releases.add(kernel::close));
        shared.clear();
        programs.clear();
        unsaved.clear();
        releases.close();
    }

    private Program program(KernelVariant variant) {
        return programs.computeIfAbsent(variant.programKey(), key -> build(variant));
    }

    private Program build(KernelVariant variant) {
        OpenClDevice device = context.device();
        String key = ProgramCache.key(device.info().name(), device.version(), variant);
        byte[] binary = cache.load(key);
        if (binary != null) {
            try {
                return Program.load(context, variant.programName(), binary, variant.options());
            } catch (BackendException e) {
                cache.reject(key, "the driver refuses it, " + e.getMessage());
            }
        }
        Program program = Program.compile(context, variant.programName(), variant.source(), variant.options());
        compiled++;
        unsaved.add(new Unsaved(key, program));
        return program;
    }
}
