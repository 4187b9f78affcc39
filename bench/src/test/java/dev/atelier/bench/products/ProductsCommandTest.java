package dev.atelier.bench.products;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.runner.Interruption;
import dev.atelier.runner.Surroundings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class ProductsCommandTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--rounds 0|--rounds must be at least 1, but is 0",
                "--threads 0|--threads must be at least 1, but is 0",
                "--vector-bits 128|--vector-bits can only be 256, but is 128",
                "--shapes 3x4|'3x4' is not a product",
                "--squares 0|a product's sizes must be at least 1"
            })
    void badOptionsAreNamedBeforeAnythingIsMeasured(String arguments, String message) {
        StringWriter errors = new StringWriter();
        Surroundings surroundings =
                new Surroundings(Map.of(), System.out, System.err, false, false, List.of(), new Interruption());
        CommandLine command = new CommandLine(new ProductsCommand(surroundings));
        command.setErr(new PrintWriter(errors));
        assertThat(command.execute(arguments.split(" "))).isEqualTo(2);
        assertThat(errors.toString()).contains(message);
    }
}
