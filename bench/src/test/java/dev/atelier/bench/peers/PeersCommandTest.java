package dev.atelier.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class PeersCommandTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "--peers smile; unknown peer 'smile'",
                "--optimizers lion; unknown optimizer 'lion'",
                "--epochs 1; the first epoch does not count",
                "--rounds 0; at least 1",
                "--batch-sizes 0; at least 1",
                "--threads 0; at least 1",
                "--time-limit 0; --time-limit must be at least 1",
                "--json /; can't be written",
                "--json /no/such/folder/x.json; can't be written"
            })
    void refusesWhatMakesNoSense(String arguments, String message) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(printed, true, StandardCharsets.UTF_8);
        StringWriter errors = new StringWriter();
        int code = new CommandLine(new PeersCommand(stream, stream))
                .setErr(new PrintWriter(errors))
                .execute(arguments.split(" "));
        assertThat(code).isEqualTo(2);
        assertThat(errors.toString()).contains(message);
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    }
}
