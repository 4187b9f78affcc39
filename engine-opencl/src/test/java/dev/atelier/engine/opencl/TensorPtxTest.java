package dev.atelier.engine.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.engine.backend.Precision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The products of 784-1000-10 on tensor cores, compiled for NVIDIA: by clang, and by ptxas where that is installed. */
class TensorPtxTest {
    private static final String INSTRUCTION = "mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32";

    private static final List<GemmShape> SHAPES = List.of(
            new GemmShape(false, false, 128, 1000, 784),
            new GemmShape(false, false, 64, 1000, 784),
            new GemmShape(true, false, 784, 1000, 128),
            new GemmShape(false, true, 128, 1000, 1000),
            new GemmShape(false, false, 4096, 4096, 4096));

    @TempDir
    private Path folder;

    /** One for each fragment of sums of a warp and each product that its precision takes; no register goes to memory and back. */
    @Test
    void everyFragmentIsMultipliedByTheInstruction() throws Exception {
        List<String> lines = new ArrayList<>();
        List<Integer> instructions = new ArrayList<>();
        for (Precision precision : new Precision[] {Precision.TF32, Precision.TF32X3}) {
            Preset preset = new Preset(false, 1, 64, 128, 0, 0, 0, 132, 1024, 0, precision);
            for (GemmShape shape : SHAPES) {
                GemmTiling tiling = GemmTilings.preset(preset, shape);
                StringBuilder line = new StringBuilder("gemm_tensor -DALIGNED=1");
                tiling.defines()
                        .forEach((name, value) ->
                                line.append(" -D").append(name).append('=').append(value));
                line.append(shape.transposeA() ? " -DTRANSPOSE_A=1" : "")
                        .append(shape.transposeB() ? " -DTRANSPOSE_B=1" : "")
                        .append(
                                shape.transposeA()
                                        ? " -DCOLUMN_SUMS=1 -DUPDATE=1 -DRULE=NESTEROV -DRULE_STATES=1"
                                        : " -DBIAS=1 -DACTIVATION=RELU");
                lines.add(line.toString());
                int fragments = tiling.get("RM") / 2 * tiling.get("NV");
                instructions.add(precision == Precision.TF32 ? fragments : 3 * fragments);
            }
        }
        String said = PtxCheck.compile(folder, "sm_90", lines);
        assertThat(said.lines().filter(line -> line.contains("registers")))
                .allSatisfy(line -> assertThat(line).contains(" 0 bytes spilled"));
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> texts =
                    files.filter(file -> file.toString().endsWith(".ptx")).toList();
            assertThat(texts).hasSize((int) lines.stream().distinct().count());
        }
        for (int i = 0; i < lines.size(); i++) {
            String name = lines.get(i).replaceAll("[^A-Za-z0-9_=-]", "_") + ".ptx";
            assertThat(Files.readString(folder.resolve(name)).split(INSTRUCTION.replace(".", "\\."), -1))
                    .as(lines.get(i))
                    .hasSize(instructions.get(i) + 1);
        }
    }
}
