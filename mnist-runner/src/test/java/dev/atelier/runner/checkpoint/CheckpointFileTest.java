package dev.atelier.runner.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.atelier.engine.network.LayerWeights;
import dev.atelier.runner.Session;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointFileTest {
    @TempDir
    Path folder;

    private Path write(String name, Checkpoint checkpoint) throws IOException {
        Path file = folder.resolve(name);
        CheckpointFile.write(file, checkpoint);
        return file;
    }

    @Test
    void everyBitOfAStateSurvives() throws IOException {
        // More elements than are converted at a time.
        for (Checkpoint written : List.of(States.checkpoint(7, 3, 4), States.checkpoint(8, 70, 300))) {
            Checkpoint read = CheckpointFile.read(write("one", written));
            assertThat(read.run()).isEqualTo(written.run());
            assertThat(read.state().log()).isEqualTo(written.state().log());
            assertThat(read.state().seed()).isEqualTo(-5);
            assertThat(read.state().samples()).isEqualTo(100);
            assertThat(read.state().batchSize()).isEqualTo(32);
            assertThat(List.copyOf(read.state().tensors().keySet())).containsExactly("parameters", "optimizer.0");
            written.state().tensors().forEach((name, weights) -> {
                assertThat(read.state().tensors().get(name).spec()).isEqualTo(weights.spec());
                for (int i = 0; i < weights.layers().size(); i++) {
                    LayerWeights found =
                            read.state().tensors().get(name).layers().get(i);
                    assertThat(Arrays.equals(
                                    found.weights(), weights.layers().get(i).weights()))
                            .isTrue();
                    assertThat(Arrays.equals(
                                    found.bias(), weights.layers().get(i).bias()))
                            .isTrue();
                }
            });
        }
    }

    /** By the description of the format, with nothing of the code under test. */
    @Test
    @SuppressWarnings("unchecked")
    void otherProgramsCanOpenItAndTheChecksumIsWhatTheDescriptionSays() throws IOException, NoSuchAlgorithmException {
        Checkpoint written = States.checkpoint(7, 3, 4);
        byte[] bytes = Files.readAllBytes(write("one", written));
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int header = (int) file.getLong(0);
        Map<String, Object> json = Session.parseJson(new String(bytes, 8, header, StandardCharsets.UTF_8));
        Map<String, Object> array = (Map<String, Object>) json.get("parameters/0/weights");
        assertThat(array).containsEntry("dtype", "F32").containsEntry("shape", List.of(3L, 4L));
        long start = ((List<Long>) array.get("data_offsets")).get(0);
        LayerWeights layer = written.state().parameters().layers().get(0);
        for (int i = 0; i < 12; i++) {
            assertThat(file.getFloat(8 + header + (int) start + 4 * i)).isEqualTo(layer.weights()[i]);
        }
        assertThat((Map<String, String>) json.get("__metadata__"))
                .containsEntry("seed", "-5")
                .containsEntry("steps", "7")
                .containsEntry("network", "3 4:elu:0.3 2:identity");
        byte[] unsealed = bytes.clone();
        Arrays.fill(unsealed, bytes.length - 32, bytes.length, (byte) 0);
        assertThat(MessageDigest.getInstance("SHA-256").digest(unsealed))
                .isEqualTo(Arrays.copyOfRange(bytes, bytes.length - 32, bytes.length));
    }

    @Test
    void aFileCutAtAnyLengthIsRefusedByName() throws IOException {
        byte[] whole = Files.readAllBytes(write("whole", States.checkpoint(7, 3, 4)));
        Path cut = folder.resolve("cut");
        for (int length = 0; length < whole.length; length++) {
            Files.write(cut, Arrays.copyOf(whole, length));
            isRefused(cut, "length " + length);
        }
        Files.write(cut, Arrays.copyOf(whole, whole.length + 1));
        isRefused(cut, "one byte more");
    }

    @Test
    void aBitFlippedAnywhereIsRefusedByName() throws IOException {
        byte[] whole = Files.readAllBytes(write("whole", States.checkpoint(7, 3, 4)));
        Path altered = folder.resolve("altered");
        Random random = new Random(1);
        for (int place = 0; place < whole.length; place++) {
            int bit = 1 << random.nextInt(8);
            whole[place] ^= (byte) bit;
            Files.write(altered, whole);
            isRefused(altered, "byte " + place + ", bit " + bit);
            whole[place] ^= (byte) bit;
        }
        Files.write(altered, whole);
        assertThat(CheckpointFile.read(altered).run())
                .isEqualTo(States.checkpoint(7, 3, 4).run());
    }

    private static void isRefused(Path file, String damage) {
        assertThatThrownBy(() -> CheckpointFile.read(file))
                .as(damage)
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageMatching(".*(truncated|altered).*");
    }

    @Test
    void aSoundFileOfAnotherKindIsNoCheckpoint() throws IOException {
        Path other = folder.resolve("text");
        Files.writeString(other, "this is no checkpoint at all, but long enough to be one");
        assertThatThrownBy(() -> CheckpointFile.read(other)).hasMessageContaining("no checkpoint");
        assertThatThrownBy(() -> CheckpointFile.read(folder.resolve("none"))).hasMessageContaining("no such file");
        assertThatThrownBy(() -> CheckpointFile.read(folder)).hasMessageContaining("can't be read");
    }
}
