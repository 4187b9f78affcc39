package dev.atelier.runner.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.engine.backend.Distortion;
import dev.atelier.engine.backend.Dropout;
import dev.atelier.engine.backend.Ops;
import dev.atelier.engine.backend.Tensor;
import dev.atelier.engine.tck.ReferenceBackend;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SelfTestTest {
    /** Wrong ways to do an operation: what is changed, and the first check that is to notice it. */
    private enum Fault {
        FORGETS_TO_SCALE_KEPT_UNITS("dropout", "dropout: loss of step 1") {
            @Override
            void change(Object[] arguments) {
                Dropout right = (Dropout) arguments[0];
                arguments[0] = new Dropout(right.mask(), 1, right.shift(), right.value());
            }
        },
        DROPS_TO_ZERO_WITH_SELU("dropout", "alpha dropout: loss of step 1") {
            @Override
            void change(Object[] arguments) {
                Dropout right = (Dropout) arguments[0];
                arguments[0] = new Dropout(right.mask(), right.scale(), right.shift(), 0);
            }
        },
        SMOOTHS_HALF_AS_MUCH("smoothLabels", "label smoothing: loss of step 1") {
            @Override
            void change(Object[] arguments) {
                arguments[2] = (float) arguments[2] / 2;
            }
        },
        NEVER_CLIPS("clipNorm", "clipping by norm: loss of step 3") {
            @Override
            void change(Object[] arguments) {
                arguments[2] = Float.MAX_VALUE;
            }
        },
        CLIPS_TO_A_SMALLER_NORM("clipNorm", "clipping by norm: ") {
            @Override
            void change(Object[] arguments) {
                arguments[2] = (float) arguments[2] / 1024;
            }
        },
        AVERAGES_NOTHING("moveTowards", "moving average of the weights: loss after training") {
            @Override
            void change(Object[] arguments) {
                arguments[1] = arguments[0];
            }
        },
        SHIFTS_TOO_FAR("distortRows", "distorted image 1: pixel ") {
            @Override
            void change(Object[] arguments) {
                Distortion right = (Distortion) arguments[1];
                arguments[1] = changed(right, 2 * right.shift(), right.rowModes(), right.columnModes());
            }
        },
        DOES_NOT_BEND("distortRows", "distorted image 1: pixel ") {
            @Override
            void change(Object[] arguments) {
                Distortion right = (Distortion) arguments[1];
                arguments[1] = changed(right, right.shift(), null, null);
            }
        };

        private final String operation;
        private final String noticed;

        Fault(String operation, String noticed) {
            this.operation = operation;
            this.noticed = noticed;
        }

        /** Changes an operation's arguments. */
        abstract void change(Object[] arguments);

        private static Distortion changed(
                Distortion right, int shift, @Nullable Tensor rowModes, @Nullable Tensor columnModes) {
            return new Distortion(
                    right.height(),
                    right.width(),
                    right.scale(),
                    right.shear(),
                    shift,
                    right.turns(),
                    rowModes,
                    columnModes,
                    right.key());
        }
    }

    /** The reference backend with one fault. */
    private static final class FaultyBackend extends ReferenceBackend {
        private final Fault fault;

        FaultyBackend(Fault fault) {
            this.fault = fault;
        }

        @Override
        protected Ops createOps() {
            Ops right = super.createOps();
            return (Ops) Proxy.newProxyInstance(
                    Ops.class.getClassLoader(), new Class<?>[] {Ops.class}, (proxy, method, arguments) -> {
                        if (method.getName().equals(fault.operation)) {
                            fault.change(arguments);
                        }
                        return method.invoke(right, arguments);
                    });
        }
    }

    @ParameterizedTest
    @EnumSource
    void noticesAFaultInARegularizer(Fault fault) {
        try (FaultyBackend backend = new FaultyBackend(fault)) {
            SelfTest.Outcome outcome = SelfTest.run(backend, SelfTestCase.regularized());
            assertThat(outcome.mismatches()).isNotEmpty();
            assertThat(outcome.mismatches().get(0)).startsWith(fault.noticed);
        }
    }

    @Test
    void findsNoFaultWhereThereIsNone() {
        try (ReferenceBackend backend = new ReferenceBackend()) {
            assertThat(SelfTest.run(backend, SelfTestCase.regularized()).mismatches())
                    .isEmpty();
        }
    }
}
