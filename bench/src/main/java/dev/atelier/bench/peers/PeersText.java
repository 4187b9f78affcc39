package dev.atelier.bench.peers;

import dev.atelier.bench.peers.job.Job;
import dev.atelier.runner.console.Lines;
import dev.atelier.runner.page.Table;
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
        page.line(environment);
        page.line(String.format(
                Locale.ROOT,
                "%s: one hidden layer of %d, ReLU, softmax cross-entropy, fp32; %d threads, %d rounds in turn, %d epochs",
                settings.data(),
                Job.HIDDEN,
                settings.threads(),
                settings.rounds(),
                settings.epochs()));
        page.line("median [smallest - largest]; samples/s of all epochs but the first, evaluation and loading excluded;"
                + " seconds from the start of a process to the end of its last epoch; ratio: Atelier's speed over the"
                + " peer's, paired by round");
        groups.forEach(page::group);
        return page.text.toString();
    }

    private void line(String words) {
        text.append(Lines.wrap(words, 0)).append(System.lineSeparator());
    }

    private void group(PeersGroup group) {
        Table table = new Table(
                group.optimizer().label() + ", batch " + group.batch(),
                "peer",
                "version",
                "samples/s",
                "seconds",
                "accuracy",
                "ratio");
        for (PeerResult result : group.results()) {
            table.row(row(group, result));
        }
        line("");
        text.append(table.toText());
        for (PeerResult result : group.results()) {
            PeerFailure failure = result.failure();
            if (failure != null) {
                line("  " + result.peer().title() + ": " + failure.reason());
            }
        }
    }

    private static String[] row(PeersGroup group, PeerResult result) {
        String title = result.peer().title();
        if (!result.counts()) {
            String version = result.failure() == null ? NOTHING : "failed";
            return new String[] {title, version, NOTHING, NOTHING, NOTHING, NOTHING};
        }
        double accuracy = result.testAccuracy().median();
        return new String[] {
            title,
            result.version(),
            result.speed().format(0),
            result.startToDone().format(1),
            Double.isNaN(accuracy) ? NOTHING : String.format(Locale.ROOT, "%.4f", accuracy),
            ratio(group, result)
        };
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
