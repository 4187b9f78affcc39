package dev.atelier.bench.products;

import dev.atelier.bench.OtherLoad;
import dev.atelier.bench.Sample;
import dev.atelier.runner.CommandFailure;
import dev.atelier.runner.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Lets two processes that live at the same time compute each product in turn. */
final class ProductsContest {
    private final ProductsSettings settings;
    private final Sides sides;
    private final Consumer<String> progress;

    /** Starts the two processes with so many threads. */
    interface Sides {
        /** Starts this project's side. */
        SideProcess atelier(int threads);

        /** Starts the rival's side. */
        SideProcess rival(int threads);
    }

    /**
     * Prepares the contest.
     *
     * @param progress is told what is being measured, and how it went
     */
    ProductsContest(ProductsSettings settings, Sides sides, Consumer<String> progress) {
        this.settings = settings;
        this.sides = sides;
        this.progress = progress;
    }

    /**
     * Measures everything.
     *
     * @throws CommandFailure if a process fails or computes something wrong
     */
    List<ProductsSection> run() {
        List<ProductsSection> sections = new ArrayList<>();
        settings.threads().forEach(threads -> sections.add(section(threads)));
        return sections;
    }

    private ProductsSection section(int threads) {
        try (SideProcess atelier = sides.atelier(threads);
                SideProcess rival = sides.rival(threads)) {
            checkThreads("Atelier", atelier, threads);
            checkThreads(settings.rival().title(), rival, threads);
            // Not counted: the first measurement in a process is too low now and then.
            atelier.measurePeak();
            OtherLoad load = OtherLoad.watch();
            List<ShapeResult> results = new ArrayList<>();
            for (NamedShape product : settings.shapes()) {
                ShapeResult result = measure(product, atelier, rival);
                results.add(result);
                progress.accept(String.format(
                        Locale.ROOT,
                        "threads %d, %d of %d: %s (%s): ratio %s",
                        threads,
                        results.size(),
                        settings.shapes().size(),
                        product.shape(),
                        product.name(),
                        result.ratio().format(2)));
            }
            return new ProductsSection(
                    threads,
                    atelier.introduction(),
                    rival.introduction(),
                    rival.log().after("Core: ").orElse(""),
                    load.processors(),
                    results);
        }
    }

    /** A library that does not obey would be compared with another number of threads than the result says. */
    private static void checkThreads(String name, SideProcess side, int threads) {
        int actual = side.introduction().threads();
        if (actual != threads) {
            throw new CommandFailure(
                    ExitCode.FAILURE, name + " computes with " + actual + " threads instead of " + threads);
        }
    }

    private ShapeResult measure(NamedShape product, SideProcess atelier, SideProcess rival) {
        atelier.prepare(product.shape());
        rival.prepare(product.shape());
        double peakBefore = atelier.measurePeak();
        double[] atelierSeconds = new double[settings.rounds()];
        double[] rivalSeconds = new double[settings.rounds()];
        for (int round = 0; round < settings.rounds(); round++) {
            // Who follows whom should not matter; where it does, it then does so in both directions.
            if (round % 2 == 0) {
                atelierSeconds[round] = atelier.time();
                rivalSeconds[round] = rival.time();
            } else {
                rivalSeconds[round] = rival.time();
                atelierSeconds[round] = atelier.time();
            }
        }
        double peak = Math.max(peakBefore, atelier.measurePeak());
        return new ShapeResult(product, peak, new Sample(atelierSeconds), new Sample(rivalSeconds));
    }
}
