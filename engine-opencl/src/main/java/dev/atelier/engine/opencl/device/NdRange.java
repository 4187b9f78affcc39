package dev.atelier.engine.opencl.device;

/**
 * How many work-items a launch has, and how they are grouped; the global sizes are multiples of the local ones.
 *
 * @param globalX work-items along the first dimension
 * @param globalY work-items along the second
 * @param localX work-items of a group along the first
 * @param localY work-items of a group along the second
 */
public record NdRange(long globalX, long globalY, long localX, long localY) {
    /** Returns at least {@code x} by {@code y} work-items, rounded up to whole groups. */
    public static NdRange covering(long x, long y, long localX, long localY) {
        return new NdRange((x + localX - 1) / localX * localX, (y + localY - 1) / localY * localY, localX, localY);
    }

    /** Returns {@code groupsX x groupsY} groups of {@code localX x localY} work-items. */
    public static NdRange groups(long groupsX, long groupsY, long localX, long localY) {
        return new NdRange(groupsX * localX, groupsY * localY, localX, localY);
    }
}
