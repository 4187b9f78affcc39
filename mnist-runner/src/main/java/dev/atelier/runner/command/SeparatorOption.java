package dev.atelier.runner.command;

import dev.atelier.runner.table.CsvTable;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that says how the columns of a table are separated. */
final class SeparatorOption {
    @Option(
            names = "--separator",
            paramLabel = "CHAR",
            description = "What separates the columns of a table. Default: what is most frequent in its header of"
                    + " comma, semicolon, tab and bar.")
    private @Nullable Character separator;

    /** Whether the option is given. */
    boolean isGiven() {
        return separator != null;
    }

    /** Reads a table. */
    CsvTable read(Path file) {
        return CsvTable.read(file, separator);
    }
}
