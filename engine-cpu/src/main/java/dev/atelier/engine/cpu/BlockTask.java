package dev.atelier.engine.cpu;

/**
 * Element-wise work on tensors of one shape, divided among threads by rows, or by columns where there are few rows.
 */
abstract class BlockTask implements Task {
    /** Below this many elements, waking a thread takes longer than the work. */
    static final int LARGE = 16_384;

    /** Where columns may be divided: two cache lines, which processors fetch together. */
    static final int COLUMN_STEP = 32;

    private int rows;
    private int columns;

    /**
     * Runs the task.
     *
     * @param cost how much work an element is, in additions
     */
    final void launch(CpuEngine engine, CpuTensor shape, int cost) {
        rows = shape.rows();
        columns = shape.columns();
        engine.run(this, (long) rows * columns * cost >= LARGE);
    }

    @Override
    public final void run(int part, int parts) {
        if (rows >= parts) {
            block(part, Task.begin(part, parts, rows), Task.begin(part + 1, parts, rows), 0, columns);
            return;
        }
        int units = (columns + COLUMN_STEP - 1) / COLUMN_STEP;
        int begin = Task.begin(part, parts, units) * COLUMN_STEP;
        int end = Math.min(columns, Task.begin(part + 1, parts, units) * COLUMN_STEP);
        if (begin < end) {
            block(part, 0, rows, begin, end);
        }
    }

    /** Treats rows {@code rowBegin .. rowEnd - 1} of columns {@code columnBegin .. columnEnd - 1}. */
    abstract void block(int part, int rowBegin, int rowEnd, int columnBegin, int columnEnd);
}
