package dev.atelier.engine.cpu.kernel;

/** What happens to a part of a matrix product as soon as it is complete, while it is still in the first-level cache. */
public interface TileEpilogue {
    /** Treats rows {@code rowBegin .. rowEnd - 1} of columns {@code columnBegin .. columnEnd - 1}. */
    void apply(int rowBegin, int rowEnd, int columnBegin, int columnEnd);
}
