package dev.atelier.runner.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
    @TempDir
    Path folder;

    @BeforeEach
    void writeFiles() throws IOException {
        IdxBytes.writeFolder(folder);
    }

    private ImageData read() {
        return new ImageFolder(folder).read();
    }

    @Test
    void sizesAndClassesFollowTheData() {
        ImageData data = read();
        assertThat(data.classes()).isEqualTo(3);
        assertThat(data.name()).isEqualTo(folder.toString());
        assertThat(data.train().count()).isEqualTo(6);
        assertThat(data.train().height()).isEqualTo(5);
        assertThat(data.train().width()).isEqualTo(4);
        assertThat(data.train().labels()).containsExactly(0, 1, 2, 2, 1, 0);
        assertThat(data.test().count()).isEqualTo(4);
        assertThat(data.test().pixels()[79]).isEqualTo((byte) (79 * 7));
    }

    /** With a thread for each processor, or on JDK 25 with one on two, the common pool may be taken by others. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void filesAreReadWhileTheCommonPoolIsBusy() {
        CountDownLatch end = new CountDownLatch(1);
        for (int i = 0; i < 2 * ForkJoinPool.getCommonPoolParallelism(); i++) {
            ForkJoinPool.commonPool().execute(() -> {
                try {
                    end.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        try {
            assertThat(read().train().count()).isEqualTo(6);
        } finally {
            end.countDown();
        }
    }

    @Test
    void oneClassMoreInTheTrainingLabelsWidensTheNetwork() throws IOException {
        Files.write(folder.resolve("train-labels-idx1-ubyte"), IdxBytes.labels(0, 1, 2, 3, 200, 0));
        assertThat(read().classes()).isEqualTo(201);
    }

    @Test
    void testLabelBeyondTheTrainingClassesIsRefusedWithItsOffset() throws IOException {
        Files.write(folder.resolve("t10k-labels-idx1-ubyte"), IdxBytes.labels(2, 1, 3, 1));
        assertThatThrownBy(this::read)
                .isInstanceOf(DataException.class)
                .hasMessageContaining("t10k-labels-idx1-ubyte: offset 10: label 3 is outside 0 to 2");
    }

    @Test
    void countsMustAgree() throws IOException {
        Files.write(folder.resolve("t10k-labels-idx1-ubyte"), IdxBytes.labels(2, 1, 0));
        assertThatThrownBy(this::read)
                .isInstanceOf(DataException.class)
                .hasMessageContaining("4 images")
                .hasMessageContaining("3 labels");
    }

    @Test
    void imageSizesMustAgree() throws IOException {
        Files.delete(folder.resolve("t10k-images-idx3-ubyte.gz"));
        Files.write(folder.resolve("t10k-images-idx3-ubyte"), IdxBytes.images(4, 4, 5));
        assertThatThrownBy(this::read)
                .isInstanceOf(DataException.class)
                .hasMessageContaining("5 x 4")
                .hasMessageContaining("4 x 5");
    }

    @Test
    void missingFileIsNamed() throws IOException {
        Files.delete(folder.resolve("t10k-images-idx3-ubyte.gz"));
        assertThatThrownBy(this::read)
                .isInstanceOf(DataException.class)
                .hasMessageContaining("there is no t10k-images-idx3-ubyte or t10k-images-idx3-ubyte.gz");
    }

    @Test
    void missingFolderIsNamed() {
        assertThatThrownBy(() -> new ImageFolder(folder.resolve("x")).read())
                .isInstanceOf(DataException.class)
                .hasMessageContaining("no such folder");
    }

    @Test
    void otherDataAreNotTakenForMnist() {
        assertThatThrownBy(() -> new ImageFolder(folder).readMnist(Mnist.CATALOGUE))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("is not MNIST's")
                .hasMessageContaining("--data " + folder);
    }
}
