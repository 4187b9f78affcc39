package dev.atelier.runner.table;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import dev.atelier.engine.data.Dataset;
import dev.atelier.runner.UntrustedFile;
import dev.atelier.runner.data.DataException;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/** A table of any content is read as it stands and described so that the description can be read, or refused. */
class CsvFuzzTest {
    private final UntrustedFile file = UntrustedFile.named("table.csv");

    @FuzzTest
    void isReadOrRefused(byte[] content) throws IOException {
        Optional<CsvTable> read = file.read(content, DataException.class, path -> CsvTable.read(path, null));
        if (read.isPresent()) {
            CsvTable table = read.get();
            CsvTable again = file.read(
                            bytes(table), DataException.class, path -> CsvTable.read(path, table.separator()))
                    .orElseThrow();
            assertThat(again.columns()).isEqualTo(table.columns());
            assertThat(again.rows().stream().map(CsvTable.Row::fields))
                    .containsExactlyElementsOf(
                            table.rows().stream().map(CsvTable.Row::fields).toList());
            for (int target : new int[] {0, table.columns().size() - 1}) {
                fit(table, table.columns().get(target));
            }
        }
    }

    private void fit(CsvTable table, String target) {
        try {
            TableSchema schema = TableSchema.fit(table, table, target, Set.of());
            Dataset dataset = schema.dataset(table);
            assertThat(dataset.columns()).isEqualTo(schema.features());
            assertThat(SchemaText.read(SchemaText.write(schema))).isEqualTo(schema);
        } catch (DataException e) {
            UntrustedFile.checkLine(String.valueOf(e.getMessage()), file.path().toString());
        }
    }

    /** Returns the table as a writer that is not ours would write it. */
    private static byte[] bytes(CsvTable table) throws IOException {
        StringWriter text = new StringWriter();
        try (CsvWriter writer = CsvWriter.builder()
                .fieldSeparator(table.separator())
                .quoteStrategy(QuoteStrategies.ALWAYS)
                .build(text)) {
            writer.writeRecord(table.columns());
            table.rows().forEach(row -> writer.writeRecord(row.fields()));
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
