package dev.atelier.runner.picture;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.atelier.runner.UntrustedFile;
import dev.atelier.runner.data.DataException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import javax.imageio.ImageIO;

/** A picture of any content is read as it looks and framed as a digit, or refused. */
class PictureFuzzTest {
    private static final int SIZE = 28;

    private final UntrustedFile file = UntrustedFile.named("digit.png");

    @FuzzTest
    void isReadOrRefused(byte[] content) throws IOException {
        Optional<GreyPicture> read = file.read(content, DataException.class, PictureFile::read);
        if (read.isPresent()) {
            int height = read.get().height();
            int width = read.get().width();
            byte[] pixels = Pictures.raw(file.path(), height, width);
            Optional<byte[]> again =
                    file.read(png(pixels, width), DataException.class, path -> Pictures.raw(path, height, width));
            assertThat(again).hasValue(pixels);
            Optional<byte[]> framed =
                    file.read(content, DataException.class, path -> Pictures.framed(path, SIZE, SIZE));
            framed.ifPresent(digit -> assertThat(digit).hasSize(SIZE * SIZE).contains(255));
        }
    }

    private static byte[] png(byte[] pixels, int width) throws IOException {
        BufferedImage image = new BufferedImage(width, pixels.length / width, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setDataElements(0, 0, width, pixels.length / width, pixels);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }
}
