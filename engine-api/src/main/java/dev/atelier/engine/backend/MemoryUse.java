package dev.atelier.engine.backend;

/**
 * What a backend holds.
 *
 * @param arenas open arenas
 * @param allocations live blocks of device memory: a tensor or a whole slab each
 * @param bytes device memory in use
 */
public record MemoryUse(int arenas, int allocations, long bytes) {}
