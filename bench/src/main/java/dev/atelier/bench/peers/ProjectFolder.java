package dev.atelier.bench.peers;

import dev.atelier.runner.CommandFailure;
import dev.atelier.runner.ExitCode;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import org.jspecify.annotations.Nullable;

/** Finds the source tree that this program was built from. */
public final class ProjectFolder {
    private static final Path MARK = Path.of("bench", "peers", "pom.xml");

    private ProjectFolder() {}

    /**
     * Returns the nearest folder above the running class files that holds the peers' modules.
     *
     * @throws CommandFailure if there is none
     */
    public static Path find() {
        for (Path folder = ownPlace(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve(MARK))) {
                return folder;
            }
        }
        throw new CommandFailure(
                ExitCode.FAILURE,
                "the peers are built from the source tree; run this command with the launcher of a checkout");
    }

    private static @Nullable Path ownPlace() {
        CodeSource source = ProjectFolder.class.getProtectionDomain().getCodeSource();
        try {
            return source == null ? null : Path.of(source.getLocation().toURI());
        } catch (URISyntaxException e) {
            return null;
        }
    }
}
