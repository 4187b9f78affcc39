package dev.atelier.runner.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.runner.ExitCode;
import dev.atelier.runner.Session;
import dev.atelier.runner.data.Bars;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files are put together here as PyTorch's {@code safetensors.torch.save_file(model.state_dict(), ...)} writes them. */
class InitFromTest {
    @TempDir
    Path folder;

    @BeforeEach
    void drawBars() throws IOException {
        Bars.writeFolder(folder, 1);
    }

    private Session train(String... more) {
        List<String> args = new ArrayList<>(List.of(
                "train",
                "--data",
                "" + folder,
                "--backend",
                "cpu",
                "--batch-size",
                "32",
                "--epochs",
                "1",
                "--json",
                "-"));
        args.addAll(List.of(more));
        if (!args.contains("--hidden")) {
            args.addAll(List.of("--hidden", "16"));
        }
        return Session.run(folder, args.toArray(String[]::new));
    }

    /** Writes 12-5-3 without metadata in alphabetical order, and returns the path. */
    private Path pytorch(String type) throws IOException {
        int size = type.equals("F64") ? 8 : type.equals("F32") ? 4 : 2;
        String[] names = {"0.bias", "0.weight", "2.bias", "2.weight"};
        String[] shapes = {"[5]", "[5,12]", "[3]", "[3,5]"};
        int[] counts = {5, 60, 3, 15};
        StringBuilder header = new StringBuilder("{");
        int offset = 0;
        for (int i = 0; i < 4; i++) {
            int end = offset + counts[i] * size;
            header.append(i == 0 ? "" : ",")
                    .append("\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
                            .formatted(names[i], type, shapes[i], offset, end));
            offset = end;
        }
        byte[] json = header.append("}").toString().getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + offset).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(json.length).put(json);
        Random random = new Random(4);
        while (bytes.hasRemaining()) {
            // Few digits, so that every type holds the same numbers.
            float value = (random.nextInt(64) - 32) / 64f;
            switch (type) {
                case "F64" -> bytes.putDouble(value);
                case "F32" -> bytes.putFloat(value);
                case "BF16" -> bytes.putShort((short) (Float.floatToIntBits(value) >>> 16));
                default -> bytes.putShort(half(value));
            }
        }
        return Files.write(folder.resolve(type + ".safetensors"), bytes.array());
    }

    /** Encodes a multiple of 1/64 below 1 as a half. */
    private static short half(float value) {
        if (value == 0) {
            return 0;
        }
        int exponent = Math.getExponent(value);
        int fraction = Math.round((Math.abs(value) / (float) Math.pow(2, exponent) - 1) * 1024);
        return (short) ((value < 0 ? 0x8000 : 0) | (exponent + 15) << 10 | fraction);
    }

    @Test
    void trainingBeginsWithTheWeightsOfTheFile() {
        String model = folder + "/model";
        train("--save-model", model);
        Session eval = Session.run(
                folder, "eval", model, "--data", "" + folder, "--backend", "cpu", "--split", "train", "--json", "-");
        double loss = (double) eval.json().get("train_loss");
        // A learning rate so small that nothing is learned: the epoch's loss is that of the file.
        Session session = train("--init-from", model, "--lr", "1e-12");
        assertThat(session.exitCode()).as(session.err()).isZero();
        List<?> history = (List<?>) session.json().get("history");
        assertThat((double) ((Map<?, ?>) history.get(0)).get("train_loss")).isBetween(loss - 1e-5, loss + 1e-5);
    }

    @Test
    void everyFloatingTypeOfPyTorchIsTaken() throws IOException {
        Object expected = null;
        for (String type : new String[] {"F32", "F64", "F16", "BF16"}) {
            Session session = train("--init-from", "" + pytorch(type), "--hidden", "5");
            assertThat(session.exitCode()).as(session.err()).isZero();
            Object found = session.json().get("first_losses");
            assertThat(found).as(type).isEqualTo(expected == null ? found : expected);
            expected = found;
        }
    }

    private static void assertRefused(Session session, ExitCode exitCode, String expected) {
        assertThat(session.err()).contains(expected).startsWith("error: ");
        assertThat(session.err().lines()).hasSize(1);
        assertThat(session.exitCode()).isEqualTo(exitCode.code());
    }

    @Test
    void otherNetworksAreRefused() throws IOException {
        String file = "" + pytorch("F32");
        assertRefused(
                train("--init-from", file, "--quiet"),
                ExitCode.DATA,
                "holds network 12-5-3, but this run trains 12-16-3; use --hidden 5");
        assertRefused(train("--init-from", folder + "/none"), ExitCode.DATA, "can't be read: no such file");
        assertRefused(
                train("--init-from", file, "--hidden", "5", "--init", "he"), ExitCode.USAGE, "--init-from draws none");
    }
}
