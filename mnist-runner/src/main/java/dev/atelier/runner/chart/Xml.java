package dev.atelier.runner.chart;

/** Text in XML and HTML. */
public final class Xml {
    private Xml() {}

    /** Returns text with the characters replaced that mean something in elements and attributes. */
    public static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
