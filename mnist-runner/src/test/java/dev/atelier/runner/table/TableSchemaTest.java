package dev.atelier.runner.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.engine.data.Dataset;
import dev.atelier.runner.data.DataException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableSchemaTest {
    @TempDir
    Path folder;

    private CsvTable read(String text) throws IOException {
        return CsvTable.read(Files.writeString(folder.resolve("table.csv"), text), null);
    }

    private static TableSchema fit(CsvTable table, String target, String... categorical) {
        return TableSchema.fit(table, table, target, Set.of(categorical));
    }

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t", "|"})
    void separatorIsFoundAndQuotesAndBlanksAreUnderstood(String separator) throws IOException {
        String text =
                "\uFEFFsize; town ;price\r\n 1.5;\"Aix; en \"\"P\"\"\";3\r\n2;Bonn;4e1\r\n".replace(";", separator);
        CsvTable table = read(text);
        assertThat(table.separator()).isEqualTo(separator.charAt(0));
        assertThat(table.columns()).containsExactly("size", "town", "price");
        assertThat(table.rows().get(0).fields()).containsExactly("1.5", "Aix" + separator + " en \"P\"", "3");
        assertThat(table.rows()).extracting(CsvTable.Row::line).containsExactly(2L, 3L);
    }

    @Test
    void numbersAreStandardisedByTheTrainingRowsAndWordsAreOneHot() throws IOException {
        CsvTable table = read("size,town,zip,price\n1,b,7,10\n3,a,8,20\n8,b,7,60\n100,c,9,1000\n");
        CsvTable training = table.withRows(table.rows().subList(0, 3));
        TableSchema schema = TableSchema.fit(table, training, "price", Set.of("zip"));
        // Of 1, 3, 8: mean 4, variance 26/3; of 10, 20, 60: mean 30, variance 1400/3.
        double size = Math.sqrt(26 / 3.0);
        double price = Math.sqrt(1400 / 3.0);
        assertThat(schema.inputs())
                .containsExactly(
                        new Column.Numeric("size", 4, size),
                        new Column.Categorical("town", List.of("a", "b", "c")),
                        new Column.Categorical("zip", List.of("7", "8", "9")));
        Dataset dataset = schema.dataset(table);
        assertThat(dataset.columns()).isEqualTo(7);
        assertThat(dataset.floats())
                .containsExactly(
                        new float[] {
                            (float) (-3 / size), 0, 1, 0, 1, 0, 0,
                            (float) (-1 / size), 1, 0, 0, 0, 1, 0,
                            (float) (4 / size), 0, 1, 0, 1, 0, 0,
                            (float) (96 / size), 0, 0, 1, 0, 0, 1
                        },
                        within(1e-6f));
        assertThat(dataset.targets())
                .containsExactly(
                        new float[] {
                            (float) (-20 / price), (float) (-10 / price), (float) (30 / price), (float) (970 / price)
                        },
                        within(1e-5f));
        Column.Numeric target = (Column.Numeric) schema.target();
        assertThat(target.restored(dataset.targets()[3])).isCloseTo(1000, within(1e-3));
    }

    @Test
    void separatorsInQuotesDoNotCountAndMarksBeforeTheTextAreNoPartOfIt() throws IOException {
        CsvTable table = read("\uFEFF\uFEFF\"a, b, c\";d\n1;2\n");
        assertThat(table.separator()).isEqualTo(';');
        assertThat(table.columns()).containsExactly("a, b, c", "d");
        assertThat(read("\uFEFF\"\uFEFF a\",d\n1,2\n").columns()).containsExactly("a", "d");
    }

    @Test
    void wordsAsTargetAreClasses() throws IOException {
        TableSchema schema = fit(read("x,kind\n1,red\n2,blue\n5,red\n"), "kind");
        assertThat(schema.isRegression()).isFalse();
        Dataset dataset = schema.dataset(read("x,kind\n9,blue\n3,red\n"));
        assertThat(dataset.labels()).containsExactly(0, 1);
        assertThat(dataset.targets()).isNull();
    }

    @Test
    void schemaComesBackFromItsText() throws IOException {
        TableSchema schema = fit(read("a,\"b, \"\"c\"\"\",d\n0.1,x y,1\n0.7,\u00e9\u4e2d,3\n"), "a");
        assertThat(SchemaText.read(SchemaText.write(schema))).isEqualTo(schema);
        String number = "{\"name\":\"a\",\"mean\":1,\"deviation\":2}";
        assertThat(SchemaText.read("[" + number + "," + number + "]").features())
                .isEqualTo(1);
        for (String wrong : List.of(
                "",
                "{}",
                "[]",
                "[{\"name\":\"a\"}]",
                "[{\"name\":\"a\",\"mean\":1},{}]",
                "[{\"x\":1}]",
                "[" + number + "," + number + ",7]",
                "[" + number + "," + number + "]]",
                "[" + number + "," + number.replace("2", "1e999") + "]",
                "[" + number + "," + number.replace("\"a\"", "7") + "]",
                "[" + number + "," + number.replace("a", "\\ud83d") + "]",
                "[" + number + ",{\"name\":\"b\",\"categories\":[\"x\",7,\"y\"]}]",
                "[".repeat(2000))) {
            assertThatThrownBy(() -> SchemaText.read(wrong)).as(wrong).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '~',
            value = {
                "x,y#1,2#,3~line 3, column 'x': the value is missing",
                "x,y#1,2#4,NA~line 3, column 'y': the value is missing: 'NA'",
                "x,y#1.5,2#one,3~line 3, column 'x': 'one' is not a number with a decimal point",
                "x;y#1;2#3;2,5~line 3, column 'y': '2,5' is not a number with a decimal point",
                "x,y#1,2#1e60,3~line 3, column 'x': '1e60' is too large",
                "x,y#1,2#1d,3~line 3, column 'x': '1d' is not a number",
                "x,y#w,2#,3~line 3, column 'x': the value is missing",
                "x,y#1,2#1,2,3~line 3 has 3 fields, but the header has 2",
                "1,2#3,4~line 1 holds numbers, but must be a header",
                "x,x#3,4~line 1: two columns are named 'x'",
                "x,#3,4~line 1: column 2 has no name",
                "x,y~has no rows after its header",
                "x y#1 2~line 1 has no comma, semicolon, tab or bar",
                "x,z#1,2~has no column 'y'; there are: x, z"
            })
    void faultsAreNamedWithLineAndColumn(String text, String expected) {
        assertThatThrownBy(() -> fit(read(text.replace('#', '\n')), "y"))
                .isInstanceOf(DataException.class)
                .hasMessageContaining(folder.resolve("table.csv") + ": " + expected);
    }

    @Test
    void unknownWordIsNamedWithLineAndColumn() throws IOException {
        TableSchema schema = fit(read("town,y\na,1\nb,2\n"), "y");
        CsvTable other = read("y,town\n1,a\n2,\"c\"\n");
        assertThatThrownBy(() -> schema.features(other))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("line 3, column 'town': 'c' is none of the 2 words");
    }

    @Test
    void errorsAreThoseOfTheFormulas() {
        // In units: targets 10, 20, 30; predictions 12, 20, 27: errors 2, 0, -3.
        RegressionErrors errors = RegressionErrors.of(
                new float[] {-0.8f, 0, 0.7f}, new float[] {-1, 0, 1}, new Column.Numeric("y", 20, 10));
        assertThat(errors.rootMeanSquare()).isCloseTo(Math.sqrt(13 / 3.0), within(1e-6));
        assertThat(errors.meanAbsolute()).isCloseTo(5 / 3.0, within(1e-6));
        assertThat(errors.determination()).isCloseTo(1 - 13 / 200.0, within(1e-6));
    }
}
