package dev.atelier.bench.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.atelier.bench.peers.job.Job;
import dev.atelier.bench.peers.job.Optimizer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs real processes, whose main class is one that the test writes in the place of DJL's. */
class PeerProcessTest {
    private static final String LINE =
            "System.out.println(\"{\\\"peer\\\":\\\"djl\\\",\\\"version\\\":\\\"9\\\",\\\"batch\\\":8,"
                    + "\\\"optimizer\\\":\\\"sgd\\\",\\\"epoch\\\":1,\\\"seconds\\\":2,\\\"samples_per_second\\\":\" + %s"
                    + " + \",\\\"train_loss\\\":0.1,\\\"test_accuracy\\\":%s}\");";
    private static final Job JOB = new Job("folder", 8, Optimizer.SGD, 2, 2);

    @TempDir
    Path folder;

    @Test
    void readsTheEpochsAndNothingElse() throws Exception {
        String body = "System.out.println(\"hello\");" + LINE.formatted("100", "0.5") + LINE.formatted("200", "0.95")
                + "Thread.sleep(60000);";
        PeerRun run = run(body, Duration.ofSeconds(60));
        assertThat(run.steadySpeeds()).containsExactly(200);
        assertThat(run.testAccuracy()).isEqualTo(0.95);
        assertThat(run.version()).isEqualTo("9");
        assertThat(run.startToDone()).isBetween(0.0, 59.0);
    }

    @Test
    void hasTheJobAndTheEnvironment() throws Exception {
        String body = "if (!String.join(\" \", arguments).equals(\"folder 8 sgd 2 2\")"
                + " || !\"2\".equals(System.getenv(\"OMP_NUM_THREADS\"))) System.exit(9);"
                + LINE.formatted("1", "0.95")
                + LINE.formatted("1", "0.95");
        assertThat(run(body, Duration.ofSeconds(60)).epochs()).hasSize(2);
    }

    @Test
    void aPeerThatHasNotLearnedDoesNotCount() {
        String body = LINE.formatted("1", "0.95") + LINE.formatted("1", "0.89");
        PeerFailure failure = catchThrowableOfType(PeerFailure.class, () -> run(body, Duration.ofSeconds(60)));
        assertThat(failure.wrongResult()).isTrue();
        assertThat(failure.reason())
                .isEqualTo("reached an accuracy of only 0.8900 after 2 epochs; 0.9 is the least that counts");
    }

    @Test
    void aPeerThatFailsSaysWhy() {
        assertThatThrownBy(() -> run(
                        LINE.formatted("1", "0.95") + "throw new IllegalStateException(\"no such thing\");",
                        Duration.ofSeconds(60)))
                .isInstanceOf(PeerFailure.class)
                .hasMessageContaining("ended with code 1 after 1 of 2 epochs")
                .hasMessageContaining("no such thing")
                .hasMessageContaining("djl.log");
    }

    @Test
    void aPeerThatHangsIsEnded() {
        assertThatThrownBy(() -> run("Thread.sleep(600000);", Duration.ofSeconds(1)))
                .isInstanceOf(PeerFailure.class)
                .hasMessageContaining("was ended after 0 of 2 epochs");
    }

    private PeerRun run(String body, Duration limit) throws IOException, PeerFailure {
        Path source = folder.resolve("DjlPeer.java");
        Files.writeString(
                source,
                "package dev.atelier.peers.djl; public class DjlPeer {"
                        + " public static void main(String[] arguments) throws Exception {" + body + "}}");
        int code =
                ToolProvider.getSystemJavaCompiler().run(null, null, null, "-d", folder.toString(), source.toString());
        assertThat(code).as("compiling the peer").isZero();
        return new PeerProcess(folder.resolve("logs"), limit).run(Peer.DJL, folder.toString(), JOB);
    }
}
