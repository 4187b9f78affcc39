package dev.atelier.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.bench.Environment;
import dev.atelier.bench.peers.job.EpochLine;
import dev.atelier.bench.peers.job.Optimizer;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

class PeersReportTest {
    private static final PeersSettings SETTINGS = new PeersSettings(
            "mnist", List.of(Peer.ATELIER, Peer.DJL, Peer.TENSORFLOW), List.of(64), List.of(Optimizer.SGD), 2, 3, 2);

    @Test
    void ratiosPairTheRoundsAndLeaveTheFirstEpochOut() {
        PeersGroup group = group();
        assertThat(group.atelier().speed().format(0)).isEqualTo("400 [200 - 600]");
        assertThat(group.atelier()
                        .speedOver(group.results().get(1))
                        .orElseThrow()
                        .format(2))
                .isEqualTo("2.50 [2.00 - 3.00]");
    }

    @Test
    void aFailureInOneRoundTakesAllFiguresAway() {
        PeersGroup group = group();
        assertThat(group.results().get(2).counts()).isFalse();
        assertThat(group.atelier().speedOver(group.results().get(2))).isEmpty();
        assertThat(group.failures()).hasSize(1);
    }

    @Test
    void theTextShowsSpeedsRatiosAndReasons() {
        String text = PeersText.of(List.of(group()), "some machine", SETTINGS);
        assertThat(text)
                .startsWith("some machine" + System.lineSeparator())
                .contains("sgd, batch 64")
                .containsPattern("Atelier +1 +400 +4\\.0 +0\\.9500\\R +\\[200 - 600] +\\[4\\.0 - 4\\.0]\\R")
                .containsPattern("DJL, PyTorch +1 +100 +4\\.0 +0\\.9500 +2\\.50\\R.* \\[2\\.00 - 3\\.00]\\R")
                .containsPattern("TensorFlow-Java +failed( +-){4}\\R")
                .containsPattern("TensorFlow-Java: fell over\\R");
        assertThat(text.lines()).allMatch(line -> line.length() < 80);
    }

    @Test
    void aPeerWithoutTheOptimizerHasNoFigures() {
        PeersGroup group = PeersGroup.of(Optimizer.ADAM, 64, List.of(Peer.OPENBLAS));
        assertThat(PeersText.of(List.of(group), "m", SETTINGS)).containsPattern("five OpenBLAS calls( +-){5}\\R");
    }

    @Test
    void theJsonHasCountsAndSpread() {
        Environment environment = new Environment("processor", 2, "java", "system", "atelier");
        StringWriter json = new StringWriter();
        try (JsonGenerator generator = new JsonFactory().createGenerator(ObjectWriteContext.empty(), json)) {
            generator.writeStartObject();
            PeersJson.write(generator, List.of(group()), environment, SETTINGS);
            generator.writeEndObject();
        }
        assertThat(json.toString())
                .contains("\"environment\":{\"processor\":\"processor\",\"processors\":2")
                .contains("\"optimizer\":\"sgd\",\"batch_size\":64")
                .contains("\"samples_per_second\":{\"n\":4,\"median\":400.0,\"min\":200.0,\"max\":600.0}")
                .contains("\"atelier_over_peer\":{\"n\":2,\"median\":2.5,\"min\":2.0,\"max\":3.0}")
                .contains("{\"peer\":\"tensorflow\",\"failure\":\"fell over\"}");
    }

    /** Medians of the rounds: 200 and 600 of this project, 100 and 200 of DJL. */
    private static PeersGroup group() {
        PeersGroup group = PeersGroup.of(Optimizer.SGD, 64, SETTINGS.peers());
        PeerResult djl = group.results().get(1);
        group.atelier().add(run(1, 200, 200));
        djl.add(run(1, 100, 100));
        group.atelier().add(run(1000, 600, 600));
        djl.add(run(1, 100, 300));
        group.results().get(2).add(run(1, 1, 1));
        group.results().get(2).fail(new PeerFailure(false, "fell over"));
        return group;
    }

    private static PeerRun run(double... speeds) {
        List<EpochLine> lines = Arrays.stream(speeds)
                .mapToObj(speed -> new EpochLine("p", "1", 64, "sgd", 1, 1, speed, 0.1, 0.95))
                .toList();
        return new PeerRun(lines, 4);
    }
}
