package example.regression;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Predicts how warm a cup of tea still is. The table is made up: Newton's law of cooling, with measurements that are off by a normally
 * distributed half a degree, so that no prediction can be better than that.
 */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws IOException {
        Table all = cups();
        Table training = all.part(0, 400);
        Table test = all.part(400, all.rows().size());
        System.out.printf(Locale.ROOT, "linear:    RMSE %.2f degrees%n", Regression.train(training, List.of()).error(test));
        System.out.printf(Locale.ROOT, "32 hidden: RMSE %.2f degrees%n", Regression.train(training, List.of(32)).error(test));
    }

    /** Reads the table that lies beside this class: 500 cups of tea. */
    static Table cups() throws IOException {
        try (BufferedReader reader = new BufferedReader(
                new InputStreamReader(Main.class.getResourceAsStream("cooling.csv"), StandardCharsets.UTF_8))) {
            return Table.read(reader);
        }
    }
}
