package dev.atelier.engine.tck;

import dev.atelier.engine.backend.Backend;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;

/**
 * The conformance kit. A backend's tests subclass this once:
 *
 * <pre>{@code
 * class MyBackendTest extends BackendConformance {
 *     @Override
 *     protected Backend openBackend() {
 *         return new MyBackend();
 *     }
 * }
 * }</pre>
 *
 * <p>Each test is one promise of the SPI; its failure names the promise, the case, the tensors' shapes, the seed of the data, the
 * first wrong element, what was expected and what was found. An exception out of the backend is the cause of such a failure.
 * Needs JUnit Jupiter on the class path and nothing else.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class BackendConformance
        implements MatmulChecks,
                ElementwiseChecks,
                ActivationChecks,
                LossChecks,
                RegularizationChecks,
                BatchChecks,
                DistortionChecks,
                ReductionChecks,
                LongRowChecks,
                UpdateChecks,
                FusedChecks,
                ComposedChecks,
                GradientChecks,
                SpecialValueChecks,
                FusedSpecialChecks,
                PlanChecks,
                DeterminismChecks,
                TransferChecks,
                LifecycleChecks,
                ArgumentChecks,
                GoldenChecks {
    /** A comma-separated list of sizes to use in place of the default ones, for slow simulators: {@code 1,7,65}. */
    public static final String SIZES_PROPERTY = "atelier.tck.sizes";

    /** Sizes round the widths of vectors, tiles and work-groups, and those of the 784-1000-10 network. */
    private static final int[] DEFAULT_SIZES = {1, 7, 63, 64, 65, 784, 1000};

    private TestBed bed;

    /** Opens a new backend, owned by the calling thread. */
    protected abstract Backend openBackend();

    /**
     * Returns how many blocks of device memory a backend holds, by its own count: a tensor or a whole slab each. A backend that
     * counts its allocations natively overrides this, so that a leak shows which the engine's books can't know of.
     *
     * @param backend made by {@link #openBackend}; it may be closed
     */
    protected long liveBlocks(Backend backend) {
        return backend.memory().allocations();
    }

    /** Returns the sizes of tensors' sides: the property {@link #SIZES_PROPERTY}, or 1, 7, 63, 64, 65, 784 and 1000. */
    protected int[] sizes() {
        String property = System.getProperty(SIZES_PROPERTY);
        return property == null
                ? DEFAULT_SIZES.clone()
                : Arrays.stream(property.split(","))
                        .map(String::strip)
                        .mapToInt(Integer::parseInt)
                        .toArray();
    }

    @BeforeAll
    final void openTestBed() {
        bed = new TestBed(this::openBackend, this::liveBlocks, sizes());
    }

    @BeforeEach
    final void beginCheck(TestInfo check) {
        bed.begin(check.getTestMethod().orElseThrow().getName());
    }

    @AfterAll
    final void closeTestBed() {
        if (bed != null) {
            bed.close();
        }
    }

    /** For the kit's own checks. */
    @Override
    public final TestBed bed() {
        return bed;
    }
}
