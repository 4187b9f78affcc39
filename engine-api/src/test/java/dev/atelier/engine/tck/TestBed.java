package dev.atelier.engine.tck;

import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.Backend;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

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
    private String promise = "";
    private long seed;

    TestBed(Supplier<Backend> opener, ToLongFunction<Backend> liveBlocks, int[] sizes) {
        this.opener = opener;
        this.liveBlocks = liveBlocks;
        this.backend = opened(opener);
        this.sizes = Arrays.stream(sizes).sorted().toArray();
    }

    private static Backend opened(Supplier<Backend> opener) {
        try {
            return opener.get();
        } catch (RuntimeException | Error e) {
            throw new PromiseCase("a backend opens", "none yet", "openBackend()", null).threw(e);
        }
    }

    /** Closes the backend that most checks share. */
    void close() {
        begin("theBackendClosesAfterAllChecks");
        promiseCase("close()", inCase -> backend.close());
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

    /** Runs a trial on the shared backend; the failure message names the {@code situation}. */
    void trial(String situation, Consumer<Trial> body) {
        trial(backend, situation, body);
    }

    /** Runs a trial on this backend. */
    void trial(Backend on, String situation, Consumer<Trial> body) {
        seed += SEED_STEP;
        long own = situation.hashCode() ^ seed;
        promiseCase(on, situation, own, inCase -> {
            try (Arena arena = on.arena(situation)) {
                Trial trial = new Trial(on, arena, inCase, own);
                body.accept(trial);
                trial.verifySurroundings();
            }
        });
    }

    /** Tries a promise on data that are not random, without what a trial checks besides. */
    void promiseCase(String situation, Consumer<PromiseCase> body) {
        promiseCase(backend, situation, null, body);
    }

    private void promiseCase(Backend on, String situation, @Nullable Long ownSeed, Consumer<PromiseCase> body) {
        PromiseCase inCase = new PromiseCase(promise, on.device().name(), situation, ownSeed);
        try {
            body.accept(inCase);
        } catch (BrokenPromise e) {
            throw e;
        } catch (RuntimeException | Error e) {
            throw inCase.threw(e);
        }
    }

    /**
     * Begins a check and forgets the trials before, so that each check sees the same data whatever ran before it.
     *
     * @param check the name of its method
     */
    void begin(String check) {
        promise = PromiseCase.sentence(check);
        seed = 0;
    }

    /** Runs a trial with a network of this design, random data and {@value #STEPS} steps to go. */
    void network(String situation, SmallNetwork.Design design, NetworkTrial body) {
        network(backend, situation, design, body);
    }

    /** Runs a network's trial on this backend. */
    void network(Backend on, String situation, SmallNetwork.Design design, NetworkTrial body) {
        trial(on, situation, t -> {
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
