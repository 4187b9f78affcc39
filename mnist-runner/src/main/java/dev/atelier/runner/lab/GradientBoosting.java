package dev.atelier.runner.lab;

import dev.atelier.runner.CommandFailure;
import dev.atelier.runner.ExitCode;
import java.util.HashMap;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/** Gradient boosting (Friedman 2001): trees that each correct the sum of those before, by XGBoost (Chen and Guestrin 2016). */
final class GradientBoosting implements AutoCloseable {
    private static final double LEARNING_RATE = 0.1;

    /** Of the rows each tree sees, so that trees differ (Friedman 2002). */
    private static final double SHARE_OF_ROWS = 0.8;

    /** Of the features each tree for a class sees: there are many, and neighbours say much the same. */
    private static final double SHARE_OF_FEATURES = 0.3;

    /** The same on every machine, since the sums of a histogram depend on how rows are shared out. */
    private static final int THREADS = 2;

    private final Booster trees;
    private final int features;

    private GradientBoosting(Booster trees, int features) {
        this.trees = trees;
        this.features = features;
    }

    /**
     * Learns a number, by its squared error.
     *
     * @param rows {@code [targets.length][features]}
     * @param rounds trees, one after the other
     * @param depth of each tree, at least 1
     * @throws CommandFailure if XGBoost's native code can't be loaded here
     */
    static GradientBoosting regression(float[] rows, int features, float[] targets, int rounds, int depth, long seed) {
        Map<String, Object> settings = settings(depth, seed);
        settings.put("objective", "reg:squarederror");
        return train(rows, features, targets, rounds, settings);
    }

    /**
     * Learns a class, by its cross-entropy.
     *
     * @param rows {@code [labels.length][features]}
     * @param labels classes, from 0
     * @param rounds trees for each class, one after the other
     * @param depth of each tree, at least 1
     * @throws CommandFailure if XGBoost's native code can't be loaded here
     */
    static GradientBoosting classification(
            float[] rows, int features, int[] labels, int classes, int rounds, int depth, long seed) {
        Map<String, Object> settings = settings(depth, seed);
        settings.put("objective", "multi:softprob");
        settings.put("num_class", classes);
        settings.put("colsample_bytree", SHARE_OF_FEATURES);
        float[] targets = new float[labels.length];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = labels[i];
        }
        return train(rows, features, targets, rounds, settings);
    }

    private static Map<String, Object> settings(int depth, long seed) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("tree_method", "hist");
        settings.put("eta", LEARNING_RATE);
        settings.put("max_depth", depth);
        settings.put("subsample", SHARE_OF_ROWS);
        settings.put("nthread", THREADS);
        settings.put("seed", seed & Integer.MAX_VALUE);
        settings.put("verbosity", 0);
        return settings;
    }

    private static GradientBoosting train(
            float[] rows, int features, float[] targets, int rounds, Map<String, Object> settings) {
        try {
            DMatrix matrix = new DMatrix(rows, targets.length, features, Float.NaN);
            try {
                matrix.setLabel(targets);
                return new GradientBoosting(XGBoost.train(matrix, settings, rounds, Map.of(), null, null), features);
            } finally {
                matrix.dispose();
            }
        } catch (XGBoostError e) {
            throw failure(e);
        } catch (LinkageError e) {
            throw new CommandFailure(
                    ExitCode.FAILURE,
                    "boosted trees can't run here: XGBoost's native code needs glibc and libgomp (on Debian: apt-get install libgomp1)",
                    e);
        }
    }

    /**
     * Returns what the trees say.
     *
     * @param rows {@code [samples][features]}
     * @return {@code [samples][1]} for a number, {@code [samples][classes]} of probabilities for a class
     */
    float[][] predict(float[] rows) {
        try {
            DMatrix matrix = new DMatrix(rows, rows.length / features, features, Float.NaN);
            try {
                return trees.predict(matrix);
            } finally {
                matrix.dispose();
            }
        } catch (XGBoostError e) {
            throw failure(e);
        }
    }

    private static CommandFailure failure(XGBoostError e) {
        return new CommandFailure(ExitCode.FAILURE, "XGBoost: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        trees.dispose();
    }
}
