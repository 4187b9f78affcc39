package dev.atelier.runner.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.atelier.runner.UntrustedFile;
import dev.atelier.runner.model.ImageSize;
import java.util.Map;

/** The body of a request is understood, or refused with a status and a line. */
class RequestFuzzTest {
    private static final ImageSize SIZE = new ImageSize(28, 28);

    @FuzzTest
    void isUnderstoodOrRefused(byte[] body) {
        try {
            Map<String, String> values = Json.flatObject(body);
            byte[] written = Json.object(json -> values.forEach(json::writeStringProperty));
            assertThat(Json.flatObject(written)).isEqualTo(values);
            DrawnDigit digit = DrawnDigit.of(values);
            byte[] image = digit.framed(SIZE);
            assertThat(DrawnDigit.shifted(image, SIZE, digit.right(), digit.down()))
                    .hasSameSizeAs(image);
        } catch (BadRequest e) {
            assertThat(e.status()).isEqualTo(400);
            UntrustedFile.checkLine(String.valueOf(e.getMessage()), "");
        }
    }
}
