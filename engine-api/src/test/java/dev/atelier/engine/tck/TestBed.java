package dev.atelier.engine.tck;

import dev.atelier.engine.backend.Arena;
import dev.atelier.engine.backend.Backend;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** What the checks share: a backend, the sizes to try, and trials. */
final class TestBed {
    /** Sizes up to this are combined with each other in full; larger ones in chosen combinations. */
    private static final int SMALL = 65;

    /** Seeds differ by this odd number, the golden ratio of 64 bits, so that both parities and all bits vary. */
    private static final long SEED_STEP = 0x9E3779B97F4A7C15L;

    private final Supplier<Backend> opener;
    private final Backend backend;
    private final int[] sizes;
    private long seed;

    TestBed(Supplier<Backend> opener, int[] sizes) {
        this.opener = opener;
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
}
