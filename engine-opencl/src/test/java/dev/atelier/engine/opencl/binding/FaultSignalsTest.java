package dev.atelier.engine.opencl.binding;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FaultSignalsTest {
    private static final int SIGILL = 4;
    private static final int SIGFPE = 8;
    private static final int SIGSEGV = 11;

    /** SIGBUS has another number on macOS; Windows has no such signals, and nothing of the C library is asked for there. */
    @Test
    void eachSystemHasSignalsOfItsOwn() {
        assertThat(FaultSignals.signals("Linux")).containsExactlyInAnyOrder(SIGILL, SIGFPE, SIGSEGV, 7);
        assertThat(FaultSignals.signals("Mac OS X")).containsExactlyInAnyOrder(SIGILL, SIGFPE, SIGSEGV, 10);
        assertThat(FaultSignals.signals("Windows 11")).isEmpty();
        assertThat(FaultSignals.signals("FreeBSD")).isEmpty();
    }
}
