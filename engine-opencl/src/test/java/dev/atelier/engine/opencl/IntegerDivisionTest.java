package dev.atelier.engine.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** PoCL's handler of SIGFPE must not take Java's ArithmeticException away. */
class IntegerDivisionTest {
    @Test
    void divisionByZeroStillThrowsAfterADeviceWasOpen() {
        assertThat(DivisionMain.divideAfterOpening()).isEqualTo(DivisionMain.expected());
    }

    @Test
    void alsoWhenNobodySetPoclsVariableFromOutside() throws Exception {
        ChildProcess.Outcome outcome = new ChildProcess()
                .option("-Datelier.opencl.cache=" + TestDevices.CACHE)
                .option("-Xbatch")
                .run(DivisionMain.class);
        assertThat(outcome.output()).isEqualToIgnoringNewLines("thrown " + DivisionMain.expected());
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void alsoAfterAProbeAlone() throws Exception {
        ChildProcess.Outcome outcome = new ChildProcess().option("-Xbatch").run(DivisionMain.class, "probe");
        assertThat(outcome.output()).isEqualToIgnoringNewLines("thrown " + DivisionMain.expected());
        assertThat(outcome.exitCode()).isZero();
    }
}
