package dev.atelier.runner.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A tab of {@link Chromium}: what a person sees and does there. */
final class Tab {
    private static final long SECONDS_TO_WAIT = 60;

    private final Chromium browser;
    private final String session;

    Tab(Chromium browser, String session) {
        this.browser = browser;
        this.session = session;
    }

    Map<String, Object> call(String method, Map<String, Object> parameters) {
        return browser.call(session, method, parameters);
    }

    /** Closes it. */
    void close() {
        browser.leave(session);
    }

    /** Returns the value of a JavaScript expression as text. */
    @SuppressWarnings("unchecked")
    String value(String expression) {
        Map<String, Object> result =
                call("Runtime.evaluate", Map.of("expression", "String(" + expression + ")", "returnByValue", true));
        if (result.containsKey("exceptionDetails")) {
            throw new AssertionError(expression + ": " + result);
        }
        return String.valueOf(((Map<String, Object>) result.get("result")).get("value"));
    }

    /** Returns the text of the first element that a selector finds, or nothing if there is none. */
    String text(String selector) {
        return value("document.querySelector('" + selector + "')?.textContent ?? ''");
    }

    double number(String expression) {
        return Double.parseDouble(value(expression));
    }

    /** Waits until a JavaScript expression is true. */
    void await(String condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_TO_WAIT);
        while (!value("Boolean(" + condition + ")").equals("true")) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(condition + " did not come true on: " + value("document.body?.innerText")
                        + browser.complaints());
            }
            Thread.sleep(30);
        }
    }

    void click(String selector) {
        value("document.querySelector('" + selector + "').click()");
    }

    /** Presses and releases a key. */
    void press(String key) {
        Map<String, Object> parameters = new HashMap<>(Map.of("key", key, "code", key));
        Map<String, Integer> codes =
                Map.of("Tab", 9, "Enter", 13, "ArrowLeft", 37, "ArrowUp", 38, "ArrowRight", 39, "ArrowDown", 40);
        parameters.put("windowsVirtualKeyCode", codes.getOrDefault(key, 0));
        if (key.equals("Enter")) {
            parameters.put("text", "\r");
        } else if (key.length() == 1) {
            parameters.put("text", key);
        }
        parameters.put("type", "keyDown");
        call("Input.dispatchKeyEvent", parameters);
        parameters.remove("text");
        parameters.put("type", "keyUp");
        call("Input.dispatchKeyEvent", parameters);
    }

    /** Drags the mouse over an element through points that are shares of its width and height. */
    void drag(String selector, List<double[]> path) {
        List<double[]> points = onScreen(selector, path);
        for (int i = 0; i < points.size(); i++) {
            mouse(i == 0 ? "mousePressed" : "mouseMoved", points.get(i)[0], points.get(i)[1]);
        }
        double[] last = points.get(points.size() - 1);
        mouse("mouseReleased", last[0], last[1]);
    }

    /** Draws a finger over an element through points that are shares of its width and height. */
    void touch(String selector, List<double[]> path) {
        call("Emulation.setTouchEmulationEnabled", Map.of("enabled", true, "maxTouchPoints", 1));
        List<double[]> points = onScreen(selector, path);
        for (int i = 0; i < points.size(); i++) {
            Map<String, Object> finger = Map.of("x", points.get(i)[0], "y", points.get(i)[1]);
            call(
                    "Input.dispatchTouchEvent",
                    Map.of("type", i == 0 ? "touchStart" : "touchMove", "touchPoints", List.of(finger)));
        }
        call("Input.dispatchTouchEvent", Map.of("type", "touchEnd", "touchPoints", List.of()));
    }

    private List<double[]> onScreen(String selector, List<double[]> path) {
        String box = "document.querySelector('" + selector + "').getBoundingClientRect()";
        double left = number(box + ".left");
        double top = number(box + ".top");
        double width = number(box + ".width");
        double height = number(box + ".height");
        return path.stream()
                .map(point -> new double[] {left + point[0] * width, top + point[1] * height})
                .toList();
    }

    private void mouse(String type, double x, double y) {
        call(
                "Input.dispatchMouseEvent",
                Map.of("type", type, "x", x, "y", y, "button", "left", "buttons", 1, "clickCount", 1));
    }

    /** Sets the width of the window, and whether the system is dark. */
    void look(int width, int height, boolean dark) {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", false));
        call(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    /** Writes a picture of the whole page. */
    void screenshot(Path file) throws IOException {
        Object data = call("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true))
                .get("data");
        Files.write(file, Base64.getDecoder().decode(String.valueOf(data)));
    }
}
