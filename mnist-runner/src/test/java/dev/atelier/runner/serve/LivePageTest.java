package dev.atelier.runner.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** The live page as a person meets it, in Chromium. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LivePageTest {
    /** The profile of a browser that was just ended may still change. */
    @TempDir(cleanup = CleanupMode.NEVER)
    static Path folder;

    private static Chromium browser;

    /** One for each test: figures of a run before would be taken for those of the next. */
    private Serving serving;

    private Tab page;

    @BeforeAll
    static void startBrowser() throws IOException, InterruptedException {
        browser = new Chromium(Files.createDirectories(folder.resolve("profile")));
    }

    @AfterAll
    static void endBrowser() {
        browser.close();
    }

    @BeforeEach
    void open() throws InterruptedException {
        serving = new Serving(folder.resolve("cache"), "--backend", "cpu");
        page = browser.open(serving.url());
        page.look(1280, 900, false);
        page.await("document.querySelector('#connection')?.textContent === 'connected'"
                + " && document.querySelector('#stop').disabled && document.querySelector('[name=epochs]')");
    }

    @AfterEach
    void leave() {
        // The page goes first: one that is left behind notes that its server has gone.
        page.close();
        serving.close();
        List<String> complaints = List.copyOf(browser.complaints());
        browser.complaints().clear();
        assertThat(complaints).isEmpty();
    }

    private static void awaitStatus(Tab tab, String pattern) throws InterruptedException {
        tab.await("/^A: " + pattern + "/.test(document.querySelector('.lane-name')?.textContent)");
    }

    private static void set(Tab tab, String name, String value) {
        tab.value("document.querySelector('[name=" + name + "]').value = '" + value + "'");
    }

    private static double figure(Tab tab, String name) {
        return tab.number("parseFloat(document.querySelector('[data-figure=A-" + name + "]').textContent)");
    }

    private static void startRun(Tab tab, String hidden, String epochs) {
        set(tab, "hidden", hidden);
        set(tab, "epochs", epochs);
        tab.click("#start");
    }

    private static String pictureOf(Tab tab, String selector) {
        return tab.value("document.querySelector('" + selector + "').toDataURL()");
    }

    @Test
    void aRunIsWatchedPausedReloadedSeenTwiceResumedAndStopped() throws InterruptedException {
        startRun(page, "64", "500");
        page.await("document.querySelector('.neuron-sheet canvas')?.width > 28");
        page.value("window.before = document.querySelector('.neuron-sheet canvas').toDataURL()");
        page.await("parseFloat(document.querySelector('[data-figure=A-loss]')?.textContent) < 1");
        page.await("parseFloat(document.querySelector('[data-figure=A-right]')?.textContent) > 80");
        page.await("document.querySelector('.neuron-sheet canvas').toDataURL() !== window.before");
        assertThat(page.value("document.querySelector('#loss').getAttribute('aria-label')"))
                .startsWith("Loss: A 0.");

        page.click("#pause");
        awaitStatus(page, "paused");
        double epoch = figure(page, "epoch");
        page.call("Page.reload", Map.of());
        awaitStatus(page, "paused");
        assertThat(figure(page, "epoch")).isEqualTo(epoch);
        assertThat(page.value("document.querySelector('[name=hidden]').value")).isEqualTo("64");
        Tab second = browser.open(serving.url());
        awaitStatus(second, "paused");
        assertThat(second.text(".lane")).isEqualTo(page.text(".lane"));

        second.click("#pause");
        page.call("Page.bringToFront", Map.of());
        awaitStatus(page, "running");
        page.await("parseFloat(document.querySelector('[data-figure=A-epoch]').textContent) > " + epoch);
        page.click("#stop");
        awaitStatus(page, "stopped");
        second.call("Page.bringToFront", Map.of());
        awaitStatus(second, "stopped");
        second.close();
        page.call("Page.bringToFront", Map.of());
    }

    @Test
    void aThreeThatIsDrawnIsReadUntilItIsShiftedTooFar() throws InterruptedException {
        startRun(page, "128", "2");
        awaitStatus(page, "done");
        List<double[]> path = new ArrayList<>();
        for (int angle = 150; angle >= -80; angle -= 10) {
            path.add(new double[] {
                0.47 + 0.17 * Math.cos(angle * Math.PI / 180), 0.33 - 0.14 * Math.sin(angle * Math.PI / 180)
            });
        }
        for (int angle = 80; angle >= -150; angle -= 10) {
            path.add(new double[] {
                0.47 + 0.2 * Math.cos(angle * Math.PI / 180), 0.63 - 0.17 * Math.sin(angle * Math.PI / 180)
            });
        }
        page.value("document.querySelector('#paper').scrollIntoView({block: 'center'})");
        page.drag("#paper", path);
        page.await("document.querySelector('.answer')?.textContent === '3'");
        page.await("document.querySelectorAll('.vote.for').length > 0");
        String seen = pictureOf(page, ".seen canvas");

        page.value("document.querySelector('#paper').focus()");
        for (int i = 0; i < 12; i++) {
            page.press("ArrowRight");
        }
        page.await("document.querySelector('#shift').textContent === '12, 0'");
        page.await("document.querySelector('.answer').textContent !== '3'");
        assertThat(pictureOf(page, ".seen canvas")).isNotEqualTo(seen);
        page.click("#centre");
        page.await("document.querySelector('.answer').textContent === '3'");
        page.click("[data-down=\"-1\"]");
        page.await("document.querySelector('#shift').textContent === '0, -1'");
        page.click("#clear");
        page.await("!document.querySelector('.answer')");
    }

    @Test
    void theKeyboardAloneStartsARunAndDrawsADigit() throws InterruptedException {
        set(page, "hidden", "16");
        set(page, "epochs", "1");
        tabTo("start");
        assertThat(page.value("getComputedStyle(document.activeElement).outlineStyle"))
                .isEqualTo("solid");
        page.press("Enter");
        awaitStatus(page, "(running|done)");
        page.await("document.activeElement.tagName === 'BUTTON'");
        tabTo("paper");
        page.press("7");
        page.await("/^[0-9]$/.test(document.querySelector('.answer')?.textContent)");
        awaitStatus(page, "done");
    }

    private void tabTo(String id) {
        for (int i = 0; i < 40; i++) {
            if (page.value("document.activeElement.id").equals(id)) {
                return;
            }
            page.press("Tab");
        }
        throw new AssertionError("Tab does not lead to " + id);
    }

    @Test
    void whatIsWrongWithASettingIsSaid() throws InterruptedException {
        startRun(page, "50000", "1");
        page.await("!document.querySelector('#fault').hidden");
        assertThat(page.text("#fault")).contains("parameters; on this page at most");
        // Chromium notes each answer of 400 or more as an error of the network.
        assertThat(browser.complaints()).hasSize(1).first().asString().contains("status of 400");
        browser.complaints().clear();
        startRun(page, "16", "1");
        awaitStatus(page, "done");
    }

    @Test
    void nothingIsWiderThanATelephone() throws InterruptedException {
        startRun(page, "16", "1");
        awaitStatus(page, "done");
        page.click("[aria-label=\"Draw a 3\"]");
        page.await("document.querySelector('.answer')");
        page.look(390, 844, true);
        assertThat(page.number("document.documentElement.scrollWidth")).isLessThanOrEqualTo(390);
    }
}
