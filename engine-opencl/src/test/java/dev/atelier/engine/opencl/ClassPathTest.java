package dev.atelier.engine.opencl;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A project may bring both bindings, one of them or none. */
class ClassPathTest {
    @ParameterizedTest
    @CsvSource({"nothing, lwjgl", "/jocl, lwjgl", "/jna, lwjgl", "lwjgl, jocl", "lwjgl-opencl, jocl"})
    void oneBindingIsEnough(String missing, String binding) throws Exception {
        ChildProcess.Outcome outcome = new ChildProcess().without(missing).run(ProbeMain.class);
        List<String> lines = outcome.output().lines().toList();
        assertThat(lines).as("nothing else is printed").hasSize(3);
        assertThat(lines.get(0)).startsWith("usable=true ").endsWith("; binding: " + binding);
        assertThat(lines.get(1)).isEqualTo(lines.get(0));
        assertThat(lines.get(2)).startsWith("opened ").endsWith(", binding: " + binding);
        assertThat(outcome.exitCode()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"lwjgl", "jocl"})
    void aBindingThatIsAskedForIsUsedWhereBothAreThere(String binding) throws Exception {
        ChildProcess.Outcome outcome = new ChildProcess().run(ProbeMain.class, binding);
        assertThat(outcome.output().strip()).endsWith(", binding: " + binding);
    }

    @Test
    void withNeitherTheProbeNamesBoth() throws Exception {
        ProbeTest.assertRefused(
                new ChildProcess().without("lwjgl").without("/jocl").run(ProbeMain.class),
                "no OpenCL binding is on the class path; add org.lwjgl:lwjgl and org.lwjgl:lwjgl-opencl with the natives"
                        + " of org.lwjgl:lwjgl for this machine, or org.jocl:jocl");
    }

    @Test
    void aBindingThatIsAskedForAndMissingIsNotReplacedByTheOther() throws Exception {
        ProbeTest.assertRefused(
                new ChildProcess().without("lwjgl").run(ProbeMain.class, "lwjgl"),
                "LWJGL is not on the class path; add org.lwjgl:lwjgl ");
        ProbeTest.assertRefused(
                new ChildProcess().without("/jocl").run(ProbeMain.class, "jocl"),
                "JOCL is not on the class path; add org.jocl:jocl");
    }

    @Test
    void withoutLwjglsNativesTheProbeSaysWhatToAdd() throws Exception {
        ProbeTest.assertRefused(
                new ChildProcess().without("-natives-").run(ProbeMain.class), "LWJGL's native library can't be loaded");
    }

    @Test
    void joclWithoutJnaSaysWhatToAdd() throws Exception {
        ProbeTest.assertRefused(
                new ChildProcess().without("/jna").run(ProbeMain.class, "jocl"),
                "JOCL can't be used without JNA, which keeps a driver from taking Java's signal handlers away; add"
                        + " net.java.dev.jna:jna to the class path");
    }
}
