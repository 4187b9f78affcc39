package dev.atelier.bench.products;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.bench.CommandRun;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProductsCommandTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "--shapes 3x4; '3x4' is no product; write MxNxK",
                "--shapes 3x4x5,0x1x1; at least 1",
                "--shapes 99999x99999x1; larger than",
                "--batch-sizes 0; at least 1",
                "--squares -1; at least 1",
                "--squares 9000; larger than",
                "--threads 0; at least 1",
                "--threads 1,none; Invalid value for option '--threads'",
                "--rounds 0; at least 1",
                "--vector-bits 128; must be 256 or 512",
                "--backend gpu; must be cpu or opencl",
                "--backend opencl --vector-bits 256; goes with --backend cpu only",
                "--against cublas; --against must be openblas or clblast, but is 'cublas'",
                "--against clblast; goes with --backend opencl only",
                "--json /; --json",
                "--json /no/such/folder/x.json; there is no folder",
                "surplus; Unmatched argument"
            })
    void refusesWhatMakesNoSense(String arguments, String message) {
        CommandRun run = CommandRun.of(ProductsCommand::new, arguments.split(" "));
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(message);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void theProductsComeInTheOrderOfTheOptions() {
        assertThat(NamedShape.list(List.of(32, 64), List.of(512), List.of("3x4x5:nt")))
                .extracting(named -> named.name() + " " + named.shape())
                .hasSize(12)
                .startsWith("forward-1, batch 32 32x1000x784:nn", "gradient-1, batch 32 784x1000x32:tn")
                .endsWith("input-gradient-2, batch 64 64x1000x10:nt", "square 512x512x512:nn", "asked for 3x4x5:nt");
    }
}
