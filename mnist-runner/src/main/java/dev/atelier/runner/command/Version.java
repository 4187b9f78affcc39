package dev.atelier.runner.command;

import picocli.CommandLine.IVersionProvider;

/** Knows which version of the program runs. */
final class Version implements IVersionProvider {
    /** Returns the version in the jar's manifest, or {@code development} when run from class files. */
    static String number() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {
            "atelier " + number() + " (Java " + System.getProperty("java.version") + ", "
                    + System.getProperty("java.vendor") + ")"
        };
    }
}
