package dev.atelier.runner.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.runner.Session;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DevicesCommandTest {
    @TempDir
    Path folder;

    @Test
    @SuppressWarnings("unchecked")
    void listsBackendsAndVerifiesADevice() {
        Session session = Session.run(folder, "devices", "--verify", "--backend", "cpu", "--json", "-");
        assertThat(session.exitCode()).as(session.err()).isZero();
        assertThat(session.err()).contains("cpu     usable").contains("cpu:0 verified: ");
        List<Map<String, Object>> backends =
                (List<Map<String, Object>>) session.json().get("backends");
        assertThat(backends).hasSize(1);
        assertThat(backends.get(0)).containsEntry("name", "cpu");
        List<Map<String, Object>> devices =
                (List<Map<String, Object>>) backends.get(0).get("devices");
        assertThat(devices.get(0)).containsEntry("id", "cpu:0").containsKeys("name", "driver", "verification");
    }

    @Test
    void everyBackendOnTheClassPathIsListed() {
        Session session = Session.run(folder, "devices");
        assertThat(session.out()).contains("cpu     usable").contains("opencl  ");
    }

    @ParameterizedTest
    @CsvSource({"lwjgl,--binding lwjgl", "jocl,--binding jocl", "lwjgl,"})
    void theBindingIsChosenAndNamed(String binding, @Nullable String flags) {
        List<String> args = new ArrayList<>(List.of("devices", "--verify", "--backend", "opencl"));
        if (flags != null) {
            args.addAll(List.of(flags.split(" ")));
        }
        Session session = Session.run(folder, args.toArray(String[]::new));
        assertThat(session.exitCode()).as(session.err()).isZero();
        assertThat(session.out()).contains("; binding: " + binding, "opencl:0 verified: ");
    }

    @Test
    void helpAndVersionComeOnStandardOutput() {
        for (String[] args : new String[][] {
            {"--help"}, {"help", "train"}, {"train", "--help"}, {"--version"}, {"version"}, {"eval", "-h"}
        }) {
            Session session = Session.run(folder, args);
            assertThat(session.exitCode()).isZero();
            assertThat(session.out()).containsIgnoringCase("atelier");
            assertThat(session.err()).isEmpty();
        }
        assertThat(Session.run(folder, "train", "--help").out().lines()).allMatch(line -> line.length() <= 100);
    }
}
