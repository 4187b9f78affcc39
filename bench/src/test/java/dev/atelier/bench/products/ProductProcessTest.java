package dev.atelier.bench.products;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.bench.peers.Peer;
import dev.atelier.bench.peers.PeerJvm;
import dev.atelier.runner.CommandFailure;
import dev.atelier.runner.ExitCode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProductProcessTest {
    private static final ProductShape SHAPE = new ProductShape(7, 65, 13, true, false);

    @TempDir
    Path folder;

    @Test
    void theCpuBackendsProductsAreVerifiedAndTimed() {
        try (ProductProcess process = start(AtelierMultiplier.class)) {
            assertThat(process.threads()).isEqualTo(1);
            assertThat(process.description()).contains("1 thread");
            assertThat(process.peak()).isPositive();
            process.prepare(SHAPE);
            assertThat(process.time()).isPositive().isLessThan(0.1);
            process.prepare(new ProductShape(1, 1, 1, false, true));
            assertThat(process.time()).isPositive();
        }
    }

    @Test
    void aWrongElementStopsTheComparison() {
        try (ProductProcess process = start(WrongMultiplier.class)) {
            assertThatThrownBy(() -> process.prepare(SHAPE))
                    .isInstanceOfSatisfying(
                            CommandFailure.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.MISMATCH))
                    .hasMessageContaining("7x65x13:tn is wrong at [6][64]");
        }
    }

    @Test
    void aProcessThatEndsIsNamedWithItsLog() {
        assertThatThrownBy(() -> start(ProductShape.class))
                .hasMessageContaining("ProductShape ended; see " + folder.resolve("log"));
    }

    @Test
    void logLinesAreFound() {
        try (ProductProcess process = start(WrongMultiplier.class)) {
            assertThat(process.logged("Core: ")).contains("test");
            assertThat(process.logged("Speed: ")).isEmpty();
        }
    }

    @Test
    void bothSidesAreTimedInTurn() {
        ProductsComparison comparison = new ProductsComparison(List.of(SHAPE), 3, folder, what -> {});
        ProductsSection section = comparison.run(1, builder(AtelierMultiplier.class), builder(AtelierMultiplier.class));
        assertThat(section.timings()).hasSize(1);
        assertThat(section.timings().get(0).ratio().count()).isEqualTo(3);
        assertThat(section.meanRatio()).isEqualTo(section.slowest().ratio().median());
    }

    private ProductProcess start(Class<?> entry) {
        return new ProductProcess(entry.getSimpleName(), builder(entry), folder.resolve("log"));
    }

    private static ProcessBuilder builder(Class<?> entry) {
        List<String> command = PeerJvm.command(Peer.ATELIER, System.getProperty("java.class.path"));
        command.add(entry.getName());
        command.add("1");
        return new ProcessBuilder(command);
    }
}
