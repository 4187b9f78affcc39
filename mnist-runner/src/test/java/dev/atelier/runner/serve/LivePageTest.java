package dev.atelier.runner.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.atelier.runner.Session;
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

    /** Returns the strokes of a 3, as shares of the paper. */
    private static List<double[]> three() {
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
        return path;
    }

    @Test
    void aThreeThatIsDrawnIsReadUntilItIsShiftedTooFar() throws InterruptedException {
        startRun(page, "128", "2");
        awaitStatus(page, "done");
        page.value("document.querySelector('#paper').scrollIntoView({block: 'center'})");
        page.drag("#paper", three());
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
    void aFingerDrawsAndDoesNotScrollThePage() throws InterruptedException {
        page.look(390, 844, false);
        startRun(page, "128", "2");
        awaitStatus(page, "done");
        page.value("document.querySelector('#paper').scrollIntoView({block: 'center'})");
        String scrolled = page.value("window.scrollY");
        page.touch("#paper", three());
        page.await("document.querySelector('.answer')?.textContent === '3'");
        assertThat(page.value("window.scrollY")).isEqualTo(scrolled);
    }

    @Test
    void twoBackendsAreComparedAndOneIsPaused() throws InterruptedException {
        set(page, "device", "cpu:0");
        set(page, "compare", "opencl:0");
        startRun(page, "64", "500");
        for (String lane : List.of("A", "B")) {
            page.await("parseFloat(document.querySelector('[data-figure=" + lane + "-loss]')?.textContent) < 1");
        }
        page.await("/^Loss: A 0.*, B 0/.test(document.querySelector('#loss').getAttribute('aria-label'))");
        assertThat(page.text(".lane.a .lane-name")).contains("cpu:0");
        assertThat(page.text(".lane.b .lane-name")).contains("opencl:0");

        page.click(".lane.b .lane-pause");
        page.await("/^B: paused/.test(document.querySelector('.lane.b .lane-name').textContent)");
        String held = page.text("[data-figure=B-epoch]");
        double epoch = figure(page, "epoch");
        page.await("parseFloat(document.querySelector('[data-figure=A-epoch]').textContent) > " + (epoch + 0.5));
        assertThat(page.text("[data-figure=B-epoch]")).isEqualTo(held);
        assertThat(page.text(".lane.a .lane-name")).startsWith("A: running");
        page.click(".lane.b .lane-pause");
        page.await("document.querySelector('[data-figure=B-epoch]').textContent !== '" + held + "'");
        page.click("#stop");
        awaitStatus(page, "stopped");
        page.await("/^B: stopped/.test(document.querySelector('.lane.b .lane-name').textContent)");
    }

    @Test
    void twoBackendsLearnTheSame() throws InterruptedException {
        set(page, "device", "cpu:0");
        set(page, "compare", "opencl:0");
        startRun(page, "64", "1");
        awaitStatus(page, "done");
        page.await("/^B: done/.test(document.querySelector('.lane.b .lane-name').textContent)");
        double cpu = figure(page, "right");
        assertThat(cpu).isGreaterThan(85);
        assertThat(page.number("parseFloat(document.querySelector('[data-figure=B-right]').textContent)"))
                .isCloseTo(cpu, within(0.3));
        page.click("[aria-label=\"Draw a 3\"]");
        page.await("document.querySelectorAll('.answer').length === 2");
    }

    @Test
    void aSavedModelIsOpenedAndReadsDigitsWithoutTraining() throws InterruptedException {
        Path model = folder.resolve("model.safetensors");
        Session trained = Session.run(
                folder.resolve("cache"),
                "train",
                "--data",
                "synthetic",
                "--backend",
                "cpu",
                "--hidden",
                "64",
                "--epochs",
                "1",
                "--save-model",
                model.toString());
        assertThat(trained.exitCode()).as(trained.err()).isZero();
        try (Serving opened = new Serving(folder.resolve("cache"), model.toString(), "--backend", "cpu")) {
            Tab tab = browser.open(opened.url());
            awaitStatus(tab, "opened");
            assertThat(tab.text(".lane-name")).contains("784-64-10");
            tab.await("document.querySelector('.neuron-sheet canvas')?.width > 28");
            tab.click("[aria-label=\"Draw a 3\"]");
            tab.await("document.querySelector('.answer')?.textContent === '3'");
            tab.close();
        }
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
