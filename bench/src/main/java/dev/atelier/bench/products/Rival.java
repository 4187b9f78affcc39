package dev.atelier.bench.products;

import dev.atelier.bench.peers.Peer;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The library whose products this project's are set beside. */
enum Rival {
    /** OpenBLAS, on the processor. */
    OPENBLAS("OpenBLAS", Peer.OPENBLAS, "dev.atelier.peers.openblas.OpenBlasProducts"),
    /** CLBlast, on an OpenCL device that is the processor. */
    CLBLAST("CLBlast", Peer.CLBLAST, "dev.atelier.peers.clblast.ClBlastProducts");

    private final String title;
    private final Peer peer;
    private final String mainClass;

    Rival(String title, Peer peer, String mainClass) {
        this.title = title;
        this.peer = peer;
        this.mainClass = mainClass;
    }

    /**
     * Returns the rival that an option names.
     *
     * @throws IllegalArgumentException naming all if there is none
     */
    static Rival of(String label) {
        return Arrays.stream(values())
                .filter(rival -> rival.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("--against must be "
                        + Arrays.stream(values()).map(Rival::label).collect(Collectors.joining(" or ")) + ", but is '"
                        + label + "'"));
    }

    /** Returns the name used on command lines and in results. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns what tables and messages call it. */
    String title() {
        return title;
    }

    /** Returns the module that is built. */
    Peer peer() {
        return peer;
    }

    /** Returns the class that is run. */
    String mainClass() {
        return mainClass;
    }
}
