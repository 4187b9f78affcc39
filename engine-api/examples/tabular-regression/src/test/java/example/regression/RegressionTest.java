package example.regression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Trained networks against what linear algebra says about the same rows. */
class RegressionTest {
    private final Table training;
    private final Table test;

    RegressionTest() throws IOException {
        Table all = Main.cups();
        training = all.part(0, 400);
        test = all.part(400, all.rows().size());
    }

    @Test
    void aLinearNetworkComesCloseToLeastSquares() {
        double[] predicted = Regression.train(training, List.of()).predict(test);
        double[] solution = LeastSquares.solve(training);
        for (int i = 0; i < predicted.length; i++) {
            assertEquals(LeastSquares.predict(solution, test.rows().get(i)), predicted[i], 0.2, "row " + i);
        }
    }

    @Test
    void aHiddenLayerFindsTheLawThatNoLineFollows() {
        double line = LeastSquares.error(LeastSquares.solve(training), test);
        double network = Regression.train(training, List.of(32)).error(test);
        assertTrue(network < 1, "half a degree is the noise, but the error is " + network);
        assertTrue(network < line / 3, network + " against " + line + " of least squares");
    }
}
