package dev.atelier.runner;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.LogManager;

/**
 * How log records look on the command line: warnings only, one line each, on standard error. XGBoost says nothing there, since what it
 * fails with is an exception as well. Named by the property
 * {@code java.util.logging.config.class}, so that it is loaded only if something is logged.
 */
public final class LogConfiguration {
    private static final String PROPERTIES = """
            handlers = java.util.logging.ConsoleHandler
            .level = WARNING
            ml.dmlc.level = OFF
            java.util.logging.ConsoleHandler.level = ALL
            java.util.logging.SimpleFormatter.format = %4$s: %5$s%n
            """;

    /** Reads the configuration into the log manager. */
    public LogConfiguration() throws IOException {
        LogManager.getLogManager()
                .readConfiguration(new ByteArrayInputStream(PROPERTIES.getBytes(StandardCharsets.ISO_8859_1)));
    }
}
