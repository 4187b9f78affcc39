package dev.atelier.runner.page;

import java.awt.image.BufferedImage;
import java.util.Base64;

/** Pictures that are part of a page. */
public final class DataUrl {
    private DataUrl() {}

    /** Returns a URL that holds a picture, as PNG. */
    public static String png(BufferedImage picture) {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(Png.bytes(picture));
    }
}
