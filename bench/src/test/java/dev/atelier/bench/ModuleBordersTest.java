package dev.atelier.bench;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.net.Socket;
import java.net.URL;
import java.net.URLConnection;
import java.util.Calendar;
import java.util.Date;
import org.junit.jupiter.api.Test;

/** Holds the arrows between the modules: runner and bench -> engine-api <- engine-cpu, engine-opencl -> kernels. */
class ModuleBordersTest {
    private static final String API = "dev.atelier.engine.(*)..";
    private static final String CPU = "dev.atelier.engine.cpu..";
    private static final String OPENCL = "dev.atelier.engine.opencl..";
    private static final String KERNELS = "dev.atelier.kernels..";
    private static final String RUNNER = "dev.atelier.runner..";
    private static final String BENCH = "dev.atelier.bench..";

    private static final String[] ENGINE_API = {
        "dev.atelier.engine.augmentation..",
        "dev.atelier.engine.backend..",
        "dev.atelier.engine.random..",
        "dev.atelier.engine.data..",
        "dev.atelier.engine.network..",
        "dev.atelier.engine.training.."
    };

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.atelier");

    @Test
    void everyModuleIsHere() {
        for (String part : new String[] {CPU, OPENCL, KERNELS, RUNNER, BENCH}) {
            assertThat(CLASSES.that(resideInAnyPackage(part))).as(part).isNotEmpty();
        }
        assertThat(CLASSES.that(resideInAnyPackage(ENGINE_API))).isNotEmpty();
    }

    @Test
    void theEngineNeedsNothingButTheJdk() {
        classes()
                .that()
                .resideInAnyPackage(ENGINE_API)
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage(ENGINE_API).or(resideInAnyPackage("java..", "org.jspecify..")))
                .check(CLASSES);
    }

    @Test
    void theCpuBackendNeedsNothingButTheEngine() {
        classes()
                .that()
                .resideInAPackage(CPU)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(ENGINE_API)
                        .or(resideInAnyPackage(CPU, "java..", "javax..", "jdk.incubator.vector..", "org.jspecify..")))
                .check(CLASSES);
    }

    @Test
    void theKernelsDependOnNothing() {
        classes()
                .that()
                .resideInAPackage(KERNELS)
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(KERNELS, "java..", "org.jspecify.."))
                .check(CLASSES);
    }

    @Test
    void theOpenClBackendKnowsNeitherTheOtherBackendNorThoseWhoUseIt() {
        noClasses()
                .that()
                .resideInAPackage(OPENCL)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(CPU, RUNNER, BENCH)
                .check(CLASSES);
    }

    @Test
    void backendsAreReachedThroughServiceLoaderOnly() {
        noClasses()
                .that()
                .resideInAnyPackage(RUNNER, BENCH)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(CPU, OPENCL, KERNELS)
                .check(CLASSES);
    }

    @Test
    void theRunnerDoesNotKnowTheBenchmarks() {
        noClasses()
                .that()
                .resideInAPackage(RUNNER)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(BENCH)
                .check(CLASSES);
    }

    @Test
    void thePackagesOfTheEngineFormNoCycle() {
        slices().matching(API).should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void noJavaObjectIsDeserialised() {
        noClasses()
                .should()
                .dependOnClassesThat(assignableTo(ObjectInput.class)
                        .or(assignableTo(ObjectOutput.class))
                        .or(resideInAPackage("java.beans..")))
                .because("bytes that come from outside must not choose which classes are made of them")
                .check(CLASSES);
    }

    @Test
    void onlyTheVerifiedDownloadOpensConnections() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.atelier.runner.data.MnistDownload")
                .should()
                .dependOnClassesThat(assignableTo(URLConnection.class)
                        .or(assignableTo(Socket.class))
                        .or(resideInAPackage("java.net.http..")))
                .orShould()
                .callMethod(URL.class, "openStream")
                .because("it allows https alone, and checks size and SHA-256")
                .check(CLASSES);
    }

    /** Clocks on the wall are set back and forth; they are for the dates in files alone. */
    @Test
    void timeIsMeasuredByAClockThatNobodySets() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName("dev.atelier.runner.tensorboard.EventFile")
                .and()
                .doNotHaveFullyQualifiedName("dev.atelier.engine.opencl.Tuner")
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethodWhere(target(owner(resideInAPackage("java.time.."))).and(target(name("now"))))
                .orShould()
                .dependOnClassesThat(assignableTo(Date.class).or(assignableTo(Calendar.class)))
                .because("System.nanoTime() goes on when the clock is set")
                .check(CLASSES);
    }
}
