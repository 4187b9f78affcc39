package dev.atelier.runner.table;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.atelier.runner.data.DataException;
import dev.atelier.runner.data.FileFault;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The content of a CSV file (RFC 4180, UTF-8): a header with the columns' names, then rows of as many fields.
 *
 * @param file where it comes from
 * @param separator between fields
 * @param columns the names
 * @param rows the rows, in the order of the file
 */
public record CsvTable(Path file, char separator, List<String> columns, List<Row> rows) {
    /** Separators that are looked for, the likeliest first. */
    private static final String SEPARATORS = ",;\t|";

    /** A field in quotes, or the part of it in the first line. */
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"?");

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /** Everything lies in memory as text; twenty times the size of what is usually called a small table. */
    private static final long MAX_BYTES = 1L << 28;

    /**
     * A row.
     *
     * @param line where it begins in the file, counted from 1
     * @param fields without the blanks around them
     */
    public record Row(long line, List<String> fields) {
        /** Copies the list. */
        public Row {
            fields = List.copyOf(fields);
        }
    }

    /** Copies the lists. */
    public CsvTable {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /**
     * Reads a file.
     *
     * @param separator between fields, or null for that of comma, semicolon, tab and bar that is most frequent in the first line
     * @throws DataException if the file can't be read, or is not a table with a header
     */
    public static CsvTable read(Path file, @Nullable Character separator) {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new DataException(
                        file + ": has " + Files.size(file) + " bytes, more than the " + MAX_BYTES + " that are read");
            }
            String text = withoutMarks(Files.readString(file));
            if (text.isBlank()) {
                throw new DataException(file + ": is empty");
            }
            return parse(file, text, separator != null ? separator : detect(file, text));
        } catch (MalformedInputException e) {
            throw new DataException(file + ": is not UTF-8 text", e);
        } catch (CsvParseException e) {
            Throwable cause = e.getCause();
            throw new DataException(
                    file + ": is not CSV: " + e.getMessage() + (cause == null ? "" : ": " + cause.getMessage()), e);
        } catch (IOException e) {
            throw new DataException(file + ": can't be read: " + FileFault.reason(e), e);
        }
    }

    /** Editors put a mark before a text, and another when they find one that they do not see. */
    private static String withoutMarks(String text) {
        int start = 0;
        while (start < text.length() && text.charAt(start) == BYTE_ORDER_MARK) {
            start++;
        }
        return text.substring(start);
    }

    /** Looks at what stands outside of quotes. */
    private static char detect(Path file, String text) {
        String header = QUOTED.matcher(text.lines().findFirst().orElse("")).replaceAll("");
        char best = 0;
        long most = 0;
        for (int i = 0; i < SEPARATORS.length(); i++) {
            char candidate = SEPARATORS.charAt(i);
            long count = header.chars().filter(c -> c == candidate).count();
            if (count > most) {
                most = count;
                best = candidate;
            }
        }
        if (most == 0) {
            throw new DataException(file + ": line 1 has no comma, semicolon, tab or bar between the names of columns;"
                    + " say what separates them with --separator");
        }
        return best;
    }

    private static CsvTable parse(Path file, String text, char separator) throws IOException {
        List<String> columns = null;
        List<Row> rows = new ArrayList<>();
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .fieldSeparator(separator)
                // Their number is checked here, with a message of its own.
                .allowExtraFields(true)
                .allowMissingFields(true)
                .ofCsvRecord(text)) {
            for (CsvRecord record : reader) {
                List<String> fields =
                        record.getFields().stream().map(CsvTable::stripped).toList();
                if (columns == null) {
                    columns = header(file, fields);
                } else if (fields.size() != columns.size()) {
                    throw new DataException(file + ": line " + record.getStartingLineNumber() + " has " + fields.size()
                            + " fields, but the header has " + columns.size());
                } else {
                    rows.add(new Row(record.getStartingLineNumber(), fields));
                }
            }
        }
        if (columns == null || rows.isEmpty()) {
            throw new DataException(file + ": has no rows after its header");
        }
        return new CsvTable(file, separator, columns, rows);
    }

    private static String stripped(String field) {
        return withoutMarks(field.strip()).strip();
    }

    private static List<String> header(Path file, List<String> names) {
        if (names.stream().allMatch(Numbers::isNumber)) {
            throw new DataException(
                    file + ": line 1 holds numbers, but must be a header with the names of the columns");
        }
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (name.isEmpty()) {
                throw new DataException(file + ": line 1: column " + (seen.size() + 1) + " has no name");
            } else if (!seen.add(name)) {
                throw new DataException(file + ": line 1: two columns are named '" + name + "'");
            }
        }
        return names;
    }

    /**
     * Returns the position of a column.
     *
     * @throws DataException naming all columns, if there is none of this name
     */
    public int indexOf(String column) {
        int index = columns.indexOf(column);
        if (index < 0) {
            throw new DataException(
                    file + ": has no column '" + column + "'; there are: " + String.join(", ", columns));
        }
        return index;
    }

    /** Returns the exception for a fault in one field. */
    DataException fault(Row row, int column, String what) {
        return new DataException(file + ": line " + row.line() + ", column '" + columns.get(column) + "': " + what);
    }

    /** Returns a table of some of the rows. */
    public CsvTable withRows(List<Row> some) {
        return new CsvTable(file, separator, columns, some);
    }
}
