package dev.atelier.runner.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.runner.ExitCode;
import dev.atelier.runner.Session;
import dev.atelier.runner.data.IdxBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is wrong with flags, files or devices: one clear line, the documented exit code, no stack trace. */
class BadInputTest {
    @TempDir
    static Path folder;

    @BeforeAll
    static void prepareFiles() throws IOException {
        IdxBytes.writeFolder(folder.resolve("good"));
        IdxBytes.writeFolder(folder.resolve("truncated"));
        Files.write(folder.resolve("truncated/train-images-idx3-ubyte"), new byte[] {0, 0, 8, 3, 0, 0});
        IdxBytes.writeFolder(folder.resolve("magic"));
        Files.write(folder.resolve("magic/t10k-labels-idx1-ubyte"), IdxBytes.images(4, 1, 1));
        IdxBytes.writeFolder(folder.resolve("counts"));
        Files.write(folder.resolve("counts/t10k-labels-idx1-ubyte"), IdxBytes.labels(1, 2));
        IdxBytes.writeFolder(folder.resolve("label"));
        Files.write(folder.resolve("label/t10k-labels-idx1-ubyte"), IdxBytes.labels(0, 1, 2, 77));
        IdxBytes.writeFolder(folder.resolve("incomplete"));
        Files.delete(folder.resolve("incomplete/t10k-labels-idx1-ubyte"));
        IdxBytes.writeFolder(folder.resolve("bomb"));
        Files.write(
                folder.resolve("bomb/t10k-labels-idx1-ubyte"),
                IdxBytes.gzip(IdxBytes.file(0x801, new int[] {4}, new byte[2_000_000])));
        Files.writeString(folder.resolve("not-a-model"), "PK\3\4 this is no model at all");
        Files.writeString(folder.resolve("empty"), "");
        IdxBytes.writeFolder(folder.resolve("other"));
        Files.write(folder.resolve("other/train-images-idx3-ubyte"), IdxBytes.images(6, 2, 2));
        Files.write(folder.resolve("other/t10k-images-idx3-ubyte.gz"), IdxBytes.images(4, 2, 2));
        assertThat(Session.run(
                                folder,
                                "train",
                                "--backend",
                                "cpu",
                                "--hidden",
                                "3",
                                "--epochs",
                                "1",
                                "--data",
                                "" + folder.resolve("good"),
                                "--save-model",
                                "" + folder.resolve("model"))
                        .exitCode())
                .isZero();
    }

    private static Arguments usage(String expected, String... args) {
        return Arguments.of(ExitCode.USAGE, List.of(args), expected);
    }

    /** A fault in a flag of {@code train} on sound data. */
    private static Arguments flag(String expected, String... flags) {
        return Arguments.of(ExitCode.USAGE, trainOnGoodData(flags), expected);
    }

    private static List<String> trainOnGoodData(String... flags) {
        return Stream.concat(
                        Stream.of(
                                "train",
                                "--backend",
                                "cpu",
                                "--data",
                                folder.resolve("good").toString()),
                        Stream.of(flags))
                .toList();
    }

    private static Arguments data(String expected, String name) {
        String path = folder.resolve(name).toString();
        return Arguments.of(ExitCode.DATA, List.of("train", "--backend", "cpu", "--data", path), expected);
    }

    private static Arguments eval(String expected, String model, String data) {
        List<String> args = List.of(
                "eval", folder.resolve(model).toString(), "--backend", "cpu", "--data", "" + folder.resolve(data));
        return Arguments.of(ExitCode.DATA, args, expected);
    }

    private static Arguments predict(String expected, String... input) {
        List<String> args = Stream.concat(
                        Stream.of("predict", folder.resolve("model").toString(), "--backend", "cpu"), Stream.of(input))
                .toList();
        return Arguments.of(ExitCode.DATA, args, expected);
    }

    static Stream<Arguments> commands() {
        return Stream.of(
                usage("Missing required subcommand"),
                usage("Unmatched argument at index 0: 'trian'", "trian"),
                usage("MODEL", "eval"),
                usage("Name picture files, or give --index", "predict", "model"),
                usage("name picture files or give --index, not both", "predict", "model", "a.png", "--index", "1"),
                usage("--idx needs --index", "predict", "model", "--idx", "a"),
                usage("must be a number from 0 on or a range", "predict", "model", "--index", "5-3"),
                usage("--raw goes with picture files", "predict", "model", "--index", "5", "--raw"),
                usage("--output", "export", "model"),
                usage("ends with neither", "export", "model", "--output", "" + folder.resolve("x.pb")),
                usage("--softmax goes with", "export", "model", "--softmax", "--output", folder + "/x.safetensors"),
                usage("there is no folder", "export", "model", "--output", folder + "/none/x.onnx"),
                usage("--port must be from 0 to 65535, but is 70000", "serve", "--port", "70000"),
                usage("not the rows of a table", "serve", "--data", "x.csv"),
                usage("'--verfy'", "devices", "--verfy"),
                usage("'--binding': must be lwjgl or jocl, but is 'opengl'", "devices", "--binding", "opengl"),
                usage("'--binding': must be lwjgl or jocl, but is 'x'", "train", "--binding", "x"),
                usage("'--binding': must be lwjgl or jocl, but is 'x'", "eval", "model", "--binding", "x"));
    }

    static Stream<Arguments> scheduleAndRegularizationFlags() {
        return Stream.of(
                flag("--schedule", "--schedule", "square"),
                flag("--warmup must be from 0 to 1, but is 1.5", "--warmup", "1.5"),
                flag("--gamma goes with --schedule step, not with linear", "--gamma", "0.5"),
                flag("--step-size must be at least 1, but is 0", "--schedule", "step", "--step-size", "0"),
                flag("--gamma must be a number above 0, but is -1.0", "--schedule", "step", "--gamma", "-1"),
                flag("--eta-min must be from 0 to --lr, but is 1.0", "--schedule", "cosine", "--eta-min", "1"),
                flag("--eta-min goes with --schedule cosine, not with step", "--schedule", "step", "--eta-min", "0"),
                flag("--pct-start must be from 0 to 1, but is 2.0", "--schedule", "one-cycle", "--pct-start", "2"),
                flag("--div-factor must be a number of at least 1", "--schedule", "one-cycle", "--div-factor", "0"),
                flag("--pct-start, not --warmup", "--schedule", "one-cycle", "--warmup", "0.1"),
                flag("--dropout must be from 0 to below 1, but is 1.0", "--dropout", "1"),
                flag("--dropout must be from 0 to below 1, but is 0.999999", "--dropout", "0.999999"),
                flag("--dropout must be from 0 to below 1, but is NaN", "--dropout", "NaN"),
                flag("--label-smoothing must be from 0 to below 1, but is -0.1", "--label-smoothing", "-0.1"),
                flag("--loss cross-entropy, not with mse", "--label-smoothing", "0.1", "--loss", "mse"),
                flag("--clip-norm must be 0 or more, but is -1.0", "--clip-norm", "-1"),
                flag("--ema must be from 0 to below 1, but is 1.0", "--ema", "1"));
    }

    static Stream<Arguments> networkFlags() {
        return Stream.of(
                flag("Unknown option: '--frobnicate'", "--frobnicate"),
                flag("Unmatched argument", "surplus"),
                flag("'abc' is not an int", "--epochs", "abc"),
                flag("--epochs must be at least 1, but is 0", "--epochs", "0"),
                flag("'--epochs'", "--epochs"),
                flag("should be specified only once", "--epochs", "1", "--epochs", "2"),
                flag("--batch-size must be at least 1, but is -5", "--batch-size", "-5"),
                flag("widths must be at least 1", "--hidden", "0"),
                flag("'10,,5' is not a list of widths", "--hidden", "10,,5"),
                flag("'99999999999' is not a list", "--hidden", "99999999999"),
                flag("parameters; at most", "--hidden", "2000000000"),
                flag("unknown activation 'swosh'; known are identity", "--activation", "swosh"),
                flag("relu has no alpha", "--activation", "relu:2"),
                flag("alpha must be finite and >= 0", "--activation", "elu:-1"),
                flag("'hinge' is not one of cross-entropy, mse", "--loss", "hinge"),
                flag("'zeros' is not one of glorot, ", "--init", "zeros"));
    }

    static Stream<Arguments> trainingFlags() {
        return Stream.of(
                flag("--optimizer", "--optimizer", "lbfgs"),
                flag("--momentum must be from 0 to below 1", "--momentum", "1"),
                flag("--momentum goes with", "--optimizer", "sgd", "--momentum", "0.5"),
                flag("--momentum goes with", "--optimizer", "adam", "--momentum", "0.5"),
                flag("--beta1 goes with --optimizer adam or adamw, not with nesterov", "--beta1", "0.5"),
                flag("--beta2 goes with", "--optimizer", "rmsprop", "--beta2", "0.5"),
                flag("--rms-decay goes with", "--optimizer", "adam", "--rms-decay", "0.5"),
                flag("--epsilon goes with", "--optimizer", "sgd", "--epsilon", "1e-8"),
                flag("--beta1 must be from 0 to below 1", "--optimizer", "adam", "--beta1", "-0.1"),
                flag("--beta2 must be from 0 to below 1", "--optimizer", "adamw", "--beta2", "0.99999999999"),
                flag("--rms-decay must be from 0 to below 1", "--optimizer", "rmsprop", "--rms-decay", "NaN"),
                flag("--epsilon must be a number above 0", "--optimizer", "adam", "--epsilon", "0"),
                flag("--epsilon must be a number above 0", "--optimizer", "rmsprop", "--epsilon", "1e-60"),
                flag("--lr must be a number above 0, but is 0", "--lr", "0"),
                flag("--lr must be a number above 0, but is NaN", "--lr", "NaN"),
                flag("--lr must be a number above 0, but is 1.0E60", "--lr", "1e60"),
                flag("--schedule", "--schedule", "zigzag"),
                flag("--warmup must be from 0 to 1", "--warmup", "2"),
                flag("--weight-decay must be 0 or more", "--weight-decay", "-1"),
                flag("--val-size must be 0 or more", "--val-size", "-1"),
                flag("--val-size 6 leaves none of the 6", "--val-size", "6"),
                flag("--patience must be 0 or more", "--patience", "-1"),
                flag("--patience needs held-out images", "--patience", "2", "--val-size", "0"),
                flag("--target-accuracy must be a fraction", "--target-accuracy", "98"),
                flag("--max-time must be 0 or more", "--max-time", "-1"),
                flag("--stop-grad-norm must be 0 or more", "--stop-grad-norm", "NaN"),
                flag("'x' is not a long", "--seed", "x"),
                flag("threads must be 0 to", "--threads", "-1"),
                flag("threads must be 0 to", "--threads", "5000"),
                flag("--save-model: there is no folder", "--save-model", folder + "/none/model"),
                flag("is a folder", "--save-model", folder.toString()),
                flag("--json: there is no folder", "--json", folder + "/none/x.json"));
    }

    static Stream<Arguments> files() {
        return Stream.of(
                data("no such folder", "none"),
                data("there is no t10k-labels-idx1-ubyte", "incomplete"),
                data("train-images-idx3-ubyte: is truncated: it ends at offset 6", "truncated"),
                data("offset 0: the magic number is 0x00000803", "magic"),
                data("4 images", "counts"),
                data("offset 11: label 77 is outside 0 to 2", "label"),
                data("bytes after its end at offset 12", "bomb"),
                Arguments.of(
                        ExitCode.DATA,
                        List.of("train", "--backend", "cpu", "--data", "mnist", "--offline"),
                        "--offline forbids to download it; set MNIST_DIR"),
                eval("no such file or folder", "nothing", "good"),
                eval("is not a safetensors file", "not-a-model", "good"),
                eval("only 0 bytes", "empty", "good"),
                eval("can't be read", "good", "good"),
                eval("does not fit the images", "model", "other"),
                predict("there is no image 4; the last is 3", "--data", folder + "/good", "--index", "2-4"),
                predict(
                        "the images are 2 x 2, but the network sees 5 x 4",
                        "--data",
                        folder + "/other",
                        "--index",
                        "0"),
                Arguments.of(ExitCode.DATA, List.of("serve", folder + "/not-a-model"), "is not a safetensors file"),
                Arguments.of(ExitCode.DATA, List.of("serve", "--data", folder + "/none"), "no such folder"),
                Arguments.of(
                        ExitCode.FAILURE,
                        List.of("serve", "--data", folder + "/good", "--bind", "no.such.name.invalid"),
                        "no.such.name.invalid, port 8427: can't be listened on: there is no address of this name"),
                predict("not-a-model: is not a picture", folder + "/not-a-model"),
                predict("no such file", "--idx", folder + "/none", "--index", "0"),
                Arguments.of(
                        ExitCode.DATA,
                        List.of("export", folder + "/not-a-model", "--output", folder + "/x.onnx"),
                        "is not a safetensors file"));
    }

    static Stream<Arguments> devicesAndRuns() {
        return Stream.of(
                flag("--fallback needs --checkpoint-dir", "--fallback", "cpu"),
                flag(
                        "--fallback: no backend 'abacus'; there are: cpu, opencl",
                        "--fallback",
                        "abacus",
                        "--checkpoint-dir",
                        folder + "/c"),
                Arguments.of(
                        ExitCode.DEVICE,
                        List.of("train", "--backend", "abacus", "--data", folder + "/good"),
                        "no backend 'abacus'; there are: cpu, opencl"),
                flag("expected one of fp32, tf32, 3xtf32, but is 'fp16'", "--precision", "fp16"),
                Arguments.of(
                        ExitCode.DEVICE,
                        trainOnGoodData("--precision", "3xtf32"),
                        "precision 3xtf32 needs a device with tensor cores, and backend 'cpu' computes in fp32 on "),
                Arguments.of(
                        ExitCode.DEVICE,
                        List.of(
                                "train",
                                "--backend",
                                "opencl",
                                "--device",
                                "cpu",
                                "--data",
                                folder + "/good",
                                "--precision",
                                "tf32"),
                        "precision tf32 needs tensor cores, as NVIDIA's GPUs from Ampere on have them; "),
                Arguments.of(
                        ExitCode.DEVICE,
                        List.of("tune", "--backend", "opencl", "--device", "cpu", "--precision", "3xtf32"),
                        "it has none that OpenCL can use"),
                Arguments.of(ExitCode.DEVICE, trainOnGoodData("--device", "99"), "no device '99'; there are: cpu:0"),
                Arguments.of(
                        ExitCode.DEVICE, List.of("devices", "--device", "no such thing"), "no device 'no such thing'"),
                Arguments.of(ExitCode.DEVICE, List.of("devices", "--backend", "abacus"), "no backend 'abacus'"),
                Arguments.of(
                        ExitCode.DIVERGED,
                        trainOnGoodData("--quiet", "--lr", "1e30", "--epochs", "50"),
                        "try a lower learning rate"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource({
        "commands",
        "scheduleAndRegularizationFlags",
        "networkFlags",
        "trainingFlags",
        "files",
        "devicesAndRuns"
    })
    void oneClearLineAndTheDocumentedExitCode(ExitCode exitCode, List<String> args, String expected) {
        Session session = Session.run(folder.resolve("cache"), args.toArray(String[]::new));
        assertThat(session.err()).contains(expected).startsWith("error: ");
        assertThat(session.err().lines()).hasSize(1);
        assertThat(session.exitCode()).isEqualTo(exitCode.code());
    }

    @Test
    void debugShowsTheStackTrace() {
        Session session = Session.run(folder, "train", "--data", folder + "/none", "--debug");
        assertThat(session.err()).startsWith("error: ").contains("\tat dev.atelier.runner.data");
        assertThat(session.exitCode()).isEqualTo(ExitCode.DATA.code());
    }

    @Test
    void failureLeavesStandardOutputToJsonAlone() {
        Session session = Session.run(folder, "train", "--data", folder + "/none", "--json", "-");
        assertThat(session.out()).isEmpty();
    }
}
