package dev.atelier.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.bench.CommandRun;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeersCommandTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "--peers smile; unknown peer 'smile'",
                "--peers clblast; unknown peer 'clblast'",
                "--optimizers lion; unknown optimizer 'lion'",
                "--epochs 1; the first epoch does not count",
                "--rounds 0; at least 1",
                "--batch-sizes 0; at least 1",
                "--threads 0; at least 1",
                "--time-limit 0; --time-limit must be at least 1",
                "--json /; --json: / is a folder",
                "--json /no/such/folder/x.json; --json: there is no folder"
            })
    void refusesWhatMakesNoSense(String arguments, String message) {
        CommandRun run = CommandRun.of(PeersCommand::new, arguments.split(" "));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(message);
        assertThat(run.out()).isEmpty();
    }
}
