package dev.atelier.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the launcher script in a project of its own, with a Maven and JDKs that only say what they are asked to do. */
class LauncherTest {
    private static final Path LAUNCHER = Path.of("..", "atelier");
    private static final Path RUN_JAVA = Path.of("src/main/resources/dev/atelier/runner/bundle/run_java.sh");

    @TempDir
    Path root;

    private Path project;
    private Path launcher;
    private Path tools;

    @BeforeEach
    void makeProject() throws IOException {
        project = Files.createDirectories(root.resolve("a project/with spaces"));
        launcher = Files.copy(LAUNCHER, project.resolve("atelier"), java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
        Files.createDirectories(project.resolve("mnist-runner/src/main/java"));
        Files.createDirectories(project.resolve("mnist-runner/src/test/java"));
        Path runJava = project.resolve("mnist-runner").resolve(RUN_JAVA);
        Files.createDirectories(runJava.getParent());
        write(runJava, Files.readString(RUN_JAVA));
        write(project.resolve("mnist-runner/src/main/java/A.java"), "class A {}");
        write(project.resolve("mnist-runner/pom.xml"), "<project/>");
        write(project.resolve("pom.xml"), "<project/>");
        tools = Files.createDirectories(root.resolve("tools"));
        script(tools.resolve("mvn"), """
                if [ "$2" = --version ]; then echo "Apache Maven 3.9.9"; exit; fi
                echo run >>'%s/builds'
                echo "JAVA_HOME=$JAVA_HOME"
                [ ! -e '%s/broken' ] || { echo 'symbol not found'; exit 1; }
                """.formatted(root, root));
        makeJdk(root.resolve("jdk 21"), "21.0.4", true);
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text);
        // Older than the build that comes next, whatever the clock's resolution.
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
    }

    private static void script(Path file, String body) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + body);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static void makeJdk(Path home, String version, boolean vectorApi) throws IOException {
        Files.createDirectories(home.resolve("bin"));
        script(home.resolve("bin/javac"), "");
        script(home.resolve("bin/java"), """
                case " $* " in *' -Xshare:dump '*)
                  for a in "$@"; do case $a in -XX:SharedArchiveFile=*) echo dump >>"$HOME/dumps"; : >"${a#*=}";; esac; done
                  exit;;
                esac
                echo "WARNING: Using incubator modules: jdk.incubator.vector" >&2
                echo "home %s"
                pwd
                for a in "$@"; do echo "[$a]"; done
                echo "columns $COLUMNS" >"$HOME/columns"
                echo "locale $LC_ALL" >"$HOME/locale"
                printf 'last words' >&2
                exit 3
                """.formatted(home));
        Files.writeString(
                home.resolve("release"),
                "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\nMODULES=\"java.base"
                        + (vectorApi ? " jdk.incubator.vector" : "") + "\"\n");
    }

    private record Outcome(int exitCode, String out, String err) {}

    private Outcome run(Path script, Path directory, Map<String, String> environment, String... args)
            throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(Stream.concat(Stream.of(script.toString()), Stream.of(args))
                        .toList())
                .directory(directory.toFile())
                .redirectOutput(root.resolve("out").toFile())
                .redirectError(root.resolve("err").toFile());
        builder.environment().clear();
        builder.environment().put("PATH", tools + ":/usr/bin:/bin");
        builder.environment().put("HOME", root.toString());
        builder.environment().put("JAVA_HOME", root.resolve("jdk 21").toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        // The process that passes on standard error may end a moment after a JVM that, unlike ours, does not wait for
        // it.
        Thread.sleep(100);
        return new Outcome(process.exitValue(), read("out"), read("err"));
    }

    private String read(String name) throws IOException {
        return Files.readString(root.resolve(name), StandardCharsets.UTF_8);
    }

    private int builds() throws IOException {
        Path log = root.resolve("builds");
        return Files.exists(log) ? Files.readAllLines(log).size() : 0;
    }

    @Test
    void passesArgumentsDirectoryAndExitCodeThroughASymbolicLink() throws IOException, InterruptedException {
        Path links = Files.createDirectories(root.resolve("links"));
        Files.createSymbolicLink(links.resolve("first"), launcher);
        Path link = Files.createSymbolicLink(links.resolve("second"), Path.of("first"));
        Path elsewhere = Files.createDirectories(root.resolve("else where"));
        Outcome outcome = run(link, elsewhere, Map.of(), "train", "--data", "my data", "");
        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.out())
                .contains("home " + root.resolve("jdk 21"))
                .contains("\n" + elsewhere + "\n")
                .contains("[--add-modules]\n[jdk.incubator.vector]")
                .contains("[" + project.toRealPath() + "/mnist-runner/target/mnist-runner.jar:")
                .endsWith("[dev.atelier.runner.Atelier]\n[train]\n[--data]\n[my data]\n[]\n");
        assertThat(outcome.err())
                .contains("building")
                .doesNotContain("incubator")
                .endsWith("last words");
    }

    @Test
    void buildsOnlyWhenASourceIsNewer() throws IOException, InterruptedException {
        run(launcher, project, Map.of(), "x");
        assertThat(builds()).isEqualTo(1);
        Files.createDirectories(project.resolve("mnist-runner/target/classes"));
        Files.writeString(project.resolve("mnist-runner/target/classes/A.class"), "");
        Files.writeString(project.resolve("mnist-runner/src/test/java/ATest.java"), "");
        Outcome second = run(launcher, project, Map.of(), "x");
        assertThat(builds()).isEqualTo(1);
        assertThat(second.err()).isEqualTo("last words");
        Files.writeString(project.resolve("mnist-runner/src/main/java/B.java"), "class B {}");
        run(launcher, project, Map.of(), "x");
        assertThat(builds()).isEqualTo(2);
    }

    /** A JVM takes no archive of classes that was made from other jars, and says nothing. */
    @Test
    void archivesClassesAnewWhenAJarIsNewer() throws IOException, InterruptedException {
        Path dumps = root.resolve("dumps");
        Path jar = project.resolve("mnist-runner/target/lib/a library.jar");
        Files.createDirectories(jar.getParent());
        for (int archives = 1; archives <= 3; archives++) {
            Files.writeString(jar, "");
            for (int i = 0; i < 2; i++) {
                assertThat(run(launcher, project, Map.of(), "x").out())
                        .contains("[-XX:SharedArchiveFile=" + project.toRealPath() + "/target/launcher/classes-");
                assertThat(dumps).content().hasLineCount(archives);
            }
        }
    }

    @Test
    void failedBuildIsShownAndTriedAgain() throws IOException, InterruptedException {
        Files.writeString(root.resolve("broken"), "");
        Outcome failed = run(launcher, project, Map.of(), "x");
        assertThat(failed.exitCode()).isEqualTo(1);
        assertThat(failed.out()).isEmpty();
        assertThat(failed.err()).contains("symbol not found").contains("error: the build failed; see ");
        Files.delete(root.resolve("broken"));
        assertThat(run(launcher, project, Map.of(), "x").exitCode()).isEqualTo(3);
        assertThat(builds()).isEqualTo(2);
    }

    @Test
    void twoLaunchersAtOnceBuildOnce() throws Exception {
        script(tools.resolve("mvn"), """
                if [ "$2" = --version ]; then echo "Apache Maven 3.9.9"; exit; fi
                echo run >>'%s/builds'
                sleep 1
                """.formatted(root));
        ProcessBuilder builder = new ProcessBuilder(launcher.toString(), "x")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("PATH", tools + ":/usr/bin:/bin");
        builder.environment().put("JAVA_HOME", root.resolve("jdk 21").toString());
        List<Process> processes = List.of(builder.start(), builder.start(), builder.start());
        for (Process process : processes) {
            assertThat(process.waitFor()).isEqualTo(3);
        }
        assertThat(builds()).isEqualTo(1);
    }

    @Test
    void unsuitableJavaHomeIsNamedAndTheNextPlaceIsUsed() throws IOException, InterruptedException {
        makeJdk(root.resolve("old"), "1.8.0_402", false);
        makeJdk(root.resolve("jdk/on path"), "17.0.1", false);
        Files.createSymbolicLink(tools.resolve("javac"), root.resolve("jdk/on path/bin/javac"));
        Outcome outcome =
                run(launcher, project, Map.of("JAVA_HOME", root.resolve("old").toString()), "x");
        assertThat(outcome.err()).contains("JAVA_HOME=" + root.resolve("old") + " is not a JDK 17 or newer");
        assertThat(outcome.out())
                .contains("home " + root.resolve("jdk/on path"))
                .doesNotContain("--add-modules");
    }

    @Test
    void extraOptionsReachTheJvm() throws IOException, InterruptedException {
        Outcome outcome = run(launcher, project, Map.of("ATELIER_JAVA_OPTIONS", "-Xmx8g -Dx=y"), "train");
        assertThat(outcome.out()).contains("[-Xmx8g]\n[-Dx=y]\n[-cp]");
    }

    @Test
    void namesWithAccentsAreKnownWhereNoLocaleIsSet() throws IOException, InterruptedException {
        for (Map<String, String> none : List.of(
                Map.<String, String>of(), Map.of("LANG", "C"), Map.of("LANG", "de_DE.UTF-8", "LC_ALL", "POSIX"))) {
            run(launcher, project, none, "train");
            assertThat(read("locale")).as("%s", none).isEqualTo("locale C.UTF-8\n");
        }
        run(launcher, project, Map.of("LANG", "de_DE.UTF-8"), "train");
        assertThat(read("locale")).as("one that is set stays").isEqualTo("locale \n");
    }

    @Test
    void aLimitedAddressSpaceIsNotReservedForClasses() throws IOException, InterruptedException {
        String limited = "ulimit -v 3000000; exec \"$0\" train";
        assertThat(run(Path.of("/bin/bash"), project, Map.of(), "-c", limited, launcher.toString())
                        .out())
                .contains("[-XX:CompressedClassSpaceSize=64m]\n[-XX:ReservedCodeCacheSize=64m]");
        assertThat(run(launcher, project, Map.of(), "train").out()).doesNotContain("CompressedClassSpaceSize");
    }

    @Test
    void theWidthOfATerminalReachesTheProgram() throws IOException, InterruptedException {
        Path pty = Path.of("/usr/bin/script");
        run(pty, project, Map.of(), "-qec", "stty rows 20 cols 43; exec '" + launcher + "' train", "/dev/null");
        assertThat(read("columns")).isEqualTo("columns 43\n");
        run(launcher, project, Map.of(), "train");
        assertThat(read("columns")).as("in a pipe").isEqualTo("columns \n");
    }

    @Test
    void oldMavenIsPassedOverForTheWrapper() throws IOException, InterruptedException {
        script(tools.resolve("mvn"), "echo 'Apache Maven 3.6.3 (x)'");
        script(project.resolve("mvnw"), "echo run >>'" + root + "/builds'");
        assertThat(run(launcher, project, Map.of(), "x").exitCode()).isEqualTo(3);
        assertThat(builds()).isEqualTo(1);
    }
}
