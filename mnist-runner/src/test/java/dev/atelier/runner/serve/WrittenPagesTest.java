package dev.atelier.runner.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.runner.Session;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages that {@code train --report} and {@code lab --html} write, in Chromium. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class WrittenPagesTest {
    private static final int TELEPHONE = 390;

    /** The profile of a browser that was just ended may still change. */
    @TempDir(cleanup = CleanupMode.NEVER)
    static Path folder;

    private static Chromium browser;

    @BeforeAll
    static void writePages() throws IOException, InterruptedException {
        write("train", "--hidden", "24", "--epochs", "1", "--report", file("report.html"));
        write("lab", "run", "activations", "--html", file("lab.html"));
        browser = new Chromium(Files.createDirectories(folder.resolve("profile")));
    }

    private static void write(String command, String... more) {
        String[] all = new String[more.length + 5];
        all[0] = command;
        System.arraycopy(more, 0, all, 1, more.length);
        System.arraycopy(new String[] {"--backend", "cpu", "--data", "synthetic"}, 0, all, more.length + 1, 4);
        Session session = Session.run(folder, all);
        assertThat(session.exitCode()).as(session.err()).isZero();
    }

    private static String file(String name) {
        return folder.resolve(name).toString();
    }

    @AfterAll
    static void endBrowser() {
        browser.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"report.html", "lab.html"})
    void aPageAndItsTablesFitATelephoneInLightAndDark(String name) throws InterruptedException {
        Tab page = browser.open(folder.resolve(name).toUri().toString());
        page.look(TELEPHONE, 844, false);
        page.await("document.readyState === 'complete' && document.querySelector('table')");
        String ground = page.value("getComputedStyle(document.body).backgroundColor");
        assertThat(page.number("document.documentElement.scrollWidth")).isLessThanOrEqualTo(TELEPHONE);
        assertThat(page.number(
                        "[...document.querySelectorAll('.table')].filter(t => t.scrollWidth > t.clientWidth).length"))
                .as("tables that are cut off")
                .isZero();
        page.look(TELEPHONE, 844, true);
        assertThat(page.value("getComputedStyle(document.body).backgroundColor"))
                .isNotEqualTo(ground);
        page.close();
        assertThat(browser.complaints()).isEmpty();
    }
}
