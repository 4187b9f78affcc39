package dev.atelier.runner.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.runner.Session;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
