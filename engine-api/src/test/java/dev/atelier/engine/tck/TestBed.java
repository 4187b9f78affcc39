package dev.atelier.engine.tck;

import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.Backend;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** What the checks share: a backend, the sizes to try, and trials. */
final class TestBed {
    /** Sizes up to this are combined with each other in full; larger ones in chosen combinations. */
    private static final int SMALL = 65;

    /** Seeds differ by this odd number, the golden ratio of 64 bits, so that both parities and all bits vary. */
    private static final long SEED_STEP = 0x9E3779B97F4A7C15L;

    /** Steps that a network's learning rates, order and history have room for. */
    static final int STEPS = 6;

    private final Supplier<Backend> opener;
    private final ToLongFunction<Backend> liveBlocks;
    private final Backend backend;
    private final int[] sizes;
    private long seed;

    TestBed(Supplier<Backend> opener, ToLongFunction<Backend> liveBlocks, int[] sizes) {
        this.opener = opener;
        this.liveBlocks = liveBlocks;
        this.backend = opener.get();
        this.sizes = Arrays.stream(sizes).sorted().toArray();
    }

    /** Returns the backend that most checks share. */
    Backend backend() {
        return backend;
    }

    /** Opens another backend. */
    Backend open() {
        return opener.get();
    }

    /** Returns how many blocks of device memory are alive by the backend's own count. */
    long liveBlocks(Backend of) {
        return liveBlocks.applyAsLong(of);
    }

    /** Returns all sizes, ascending. */
    int[] sizes() {
        return sizes.clone();
    }

    /** Returns the sizes that are combined in full. */
    int[] smallSizes() {
        return Arrays.stream(sizes).filter(size -> size <= SMALL).toArray();
    }

    /** Returns the other sizes. */
    int[] largeSizes() {
        return Arrays.stream(sizes).filter(size -> size > SMALL).toArray();
    }

    /** Returns the largest of the small sizes: a batch's. */
    int batch() {
        return smallSizes()[smallSizes().length - 1];
    }

    /** Returns the largest size but one, 784: a first layer's inputs. */
    int features() {
        return sizes[Math.max(0, sizes.length - 2)];
    }

    /** Returns the largest size, 1000: a hidden layer's width. */
    int hidden() {
        return sizes[sizes.length - 1];
    }

    /** Runs a trial on the shared backend; {@code promise} opens the failure message. */
    void trial(String promise, Consumer<Trial> body) {
        trial(backend, promise, body);
    }

    /** Runs a trial on this backend. */
    void trial(Backend on, String promise, Consumer<Trial> body) {
        seed += SEED_STEP;
        long own = promise.hashCode() ^ seed;
        try (Arena arena = on.arena(promise)) {
            Trial trial = new Trial(on, arena, promise, own);
            body.accept(trial);
            trial.verifySurroundings();
        }
    }

    /** Forgets the trials before, so that each check sees the same data whatever ran before it. */
    void restart() {
        seed = 0;
    }

    /** Runs a trial with a network of this design, random data and {@value #STEPS} steps to go. */
    void network(String promise, SmallNetwork.Design design, NetworkTrial body) {
        network(backend, promise, design, body);
    }

    /** Runs a network's trial on this backend. */
    void network(Backend on, String promise, SmallNetwork.Design design, NetworkTrial body) {
        trial(on, promise, t -> {
            NetworkData data = NetworkData.random(t.samples(), design, 50, STEPS);
            body.run(t, t.network(design, data), data);
        });
    }

    /** What a check does with a network. */
    @FunctionalInterface
    interface NetworkTrial {
        void run(Trial t, SmallNetwork network, NetworkData data);
    }
}
