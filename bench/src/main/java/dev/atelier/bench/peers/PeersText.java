package dev.atelier.bench.peers;

import dev.atelier.bench.peers.job.Job;
import java.util.List;
import java.util.Locale;

/** The comparison as plain text: one table for each optimiser and batch size. */
final class PeersText {
    private static final String NOTHING = "-";

    private final StringBuilder text = new StringBuilder();

    private PeersText() {}

    /**
     * Returns the text.
     *
     * @param environment where the figures were taken, in one line
     */
    static String of(List<PeersGroup> groups, String environment, PeersSettings settings) {
        PeersText page = new PeersText();
        page.line("%s", environment);
        page.line(
                "%s: one hidden layer of %d, ReLU, softmax cross-entropy, fp32; %d threads, %d rounds in turn, %d epochs",
                settings.data(), Job.HIDDEN, settings.threads(), settings.rounds(), settings.epochs());
        page.line(
                "median [smallest - largest]; samples/s of all epochs but the first, evaluation and loading excluded");
        groups.forEach(page::group);
        return page.text.toString();
    }

    private void line(String format, Object... arguments) {
        text.append(String.format(Locale.ROOT, format, arguments).stripTrailing())
                .append(System.lineSeparator());
    }

    private void group(PeersGroup group) {
        line("");
        line("%s, batch %d", group.optimizer().label(), group.batch());
        row("", "version", "samples/s", "start to done, s", "accuracy", "Atelier's speed over it");
        group.results().forEach(result -> result(group, result));
    }

    private void row(String who, String version, String speed, String done, String accuracy, String ratio) {
        line("  %-20s %-15s %-28s %-20s %-9s %s", who, version, speed, done, accuracy, ratio);
    }

    private void result(PeersGroup group, PeerResult result) {
        String title = result.peer().title();
        PeerFailure failure = result.failure();
        if (failure != null) {
            line("  %-20s %s", title, failure.reason());
            return;
        }
        if (!result.counts()) {
            row(title, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING);
            return;
        }
        double accuracy = result.testAccuracy().median();
        row(
                title,
                result.version(),
                result.speed().format(0),
                result.startToDone().format(1),
                Double.isNaN(accuracy) ? NOTHING : String.format(Locale.ROOT, "%.4f", accuracy),
                ratio(group, result));
    }

    private static String ratio(PeersGroup group, PeerResult result) {
        return result == group.atelier()
                ? ""
                : group.atelier()
                        .speedOver(result)
                        .map(ratio -> ratio.format(2))
                        .orElse(NOTHING);
    }
}
