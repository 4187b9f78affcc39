package dev.atelier.bench.peers;

import dev.atelier.bench.peers.job.Optimizer;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Who takes part: this project and the libraries that it is compared with. */
public enum Peer {
    /** This project, on its CPU backend. */
    ATELIER("Atelier", "dev.atelier.bench.peers.AtelierPeer", true),
    /** TensorFlow-Java. */
    TENSORFLOW("TensorFlow-Java", "dev.atelier.peers.tensorflow.TensorFlowPeer", true),
    /** PyTorch's C++ library through JavaCPP. */
    LIBTORCH("libtorch, JavaCPP", "dev.atelier.peers.libtorch.LibtorchPeer", true),
    /** Deep Java Library on PyTorch. */
    DJL("DJL, PyTorch", "dev.atelier.peers.djl.DjlPeer", true),
    /** Deeplearning4j. */
    DEEPLEARNING4J("Deeplearning4j", "dev.atelier.peers.deeplearning4j.Deeplearning4jPeer", true),
    /** The five matrix products of a step, which no optimiser follows. */
    OPENBLAS("five OpenBLAS calls", "dev.atelier.peers.openblas.OpenBlasPeer", false),
    /** CLBlast, with which matrix products are compared and nothing else. */
    CLBLAST("CLBlast", "dev.atelier.peers.clblast.ClBlastProducts", false);

    /** The name that stands for all. */
    static final String ALL = "all";

    private final String title;
    private final String mainClass;
    private final boolean hasAdam;

    Peer(String title, String mainClass, boolean hasAdam) {
        this.title = title;
        this.mainClass = mainClass;
        this.hasAdam = hasAdam;
    }

    /** Returns the name used on command lines and in results, which is also that of the module's folder. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns what tables call it. */
    String title() {
        return title;
    }

    /** Returns the class that is run. */
    String mainClass() {
        return mainClass;
    }

    /** Whether it does the job with this optimiser. */
    boolean supports(Optimizer optimizer) {
        return optimizer == Optimizer.SGD || hasAdam;
    }

    /** Whether it does the training job, or part of it. */
    private boolean takesPart() {
        return this != CLBLAST;
    }

    /** Whether it trains, so that its accuracy can be verified; it only computes otherwise. */
    boolean learns() {
        return this != OPENBLAS;
    }

    /**
     * Returns the peers of these names, always with this project first.
     *
     * @throws IllegalArgumentException naming the known ones when a name is none of them
     */
    static List<Peer> parse(List<String> names) {
        EnumSet<Peer> peers = EnumSet.of(ATELIER);
        for (String name : names) {
            if (name.equalsIgnoreCase(ALL)) {
                return Arrays.stream(values()).filter(Peer::takesPart).toList();
            }
            peers.add(Arrays.stream(values())
                    .filter(peer -> peer.takesPart() && peer.label().equalsIgnoreCase(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("unknown peer '" + name + "'; known are " + ALL
                            + ", "
                            + Arrays.stream(values())
                                    .filter(Peer::takesPart)
                                    .map(Peer::label)
                                    .collect(Collectors.joining(", ")))));
        }
        return List.copyOf(peers);
    }
}
