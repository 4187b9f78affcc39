package dev.atelier.engine.cpu;

/**
 * How much of a U8 data set a kernel reads that skips what is zero in a few neighbouring rows at once: measured on a sample
 * of groups of rows, spread over the data set.
 *
 * @param read the share that is not zero in at least one row of its group, 0 to 1
 */
record ZeroShare(double read) {
    private static final int SAMPLES = 16;

    /** Measures {@code data} for groups of {@code groupRows} rows. */
    static ZeroShare measure(CpuTensor data, int groupRows) {
        int samples = Math.min(SAMPLES, (data.rows() + groupRows - 1) / groupRows);
        long read = 0;
        for (int sample = 0; sample < samples; sample++) {
            int first = (int) ((long) sample * data.rows() / samples);
            int end = Math.min(first + groupRows, data.rows());
            for (int column = 0; column < data.columns(); column++) {
                int union = 0;
                for (int row = first; row < end; row++) {
                    union |= data.bytes[data.index(row, column)];
                }
                read += union == 0 ? 0 : 1;
            }
        }
        return new ZeroShare((double) read / ((long) samples * data.columns()));
    }
}
