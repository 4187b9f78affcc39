package dev.atelier.runner.lab;

import dev.atelier.runner.page.Table;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** The language model of before: the next word by the last ones alone. */
final class MarkovExperiment implements Experiment {
    private static final String TEXT = "markov.txt";
    private static final int WORDS = 400;
    private static final int SHOWN = 22;
    private static final int LONGEST = 3;

    /** Words that say whether a text is copied: nobody hits upon so many by chance. */
    private static final int COPIED = 6;

    @Override
    public String name() {
        return "markov";
    }

    @Override
    public String title() {
        return "A language model without a network";
    }

    @Override
    public String claim() {
        return "A Markov chain writes text whose neighbouring words have all been seen together, and which means nothing; the more words it"
                + " looks back at, the more it only recites.";
    }

    static List<String> words() {
        try (InputStream stream = MarkovExperiment.class.getResourceAsStream(TEXT)) {
            if (stream == null) {
                throw new IllegalStateException("the program is incomplete: there is no " + TEXT);
            }
            String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            return List.of(text.strip().split("\\s+"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns for each sequence of {@code order} words those that follow it, as often as they do; the text goes on at its beginning. */
    static Map<List<String>, List<String>> chain(List<String> words, int order) {
        Map<List<String>, List<String>> chain = new HashMap<>();
        for (int i = 0; i < words.size(); i++) {
            List<String> last = new ArrayList<>();
            for (int j = 0; j < order; j++) {
                last.add(words.get((i + j) % words.size()));
            }
            chain.computeIfAbsent(List.copyOf(last), key -> new ArrayList<>())
                    .add(words.get((i + order) % words.size()));
        }
        return chain;
    }

    private static List<String> write(List<String> words, int order, Random random) {
        Map<List<String>, List<String>> chain = chain(words, order);
        int start = random.nextInt(words.size() - order);
        List<String> written = new ArrayList<>(words.subList(start, start + order));
        while (written.size() < WORDS) {
            List<String> next = chain.get(List.copyOf(written.subList(written.size() - order, written.size())));
            if (next == null) {
                throw new IllegalStateException("the text ends");
            }
            written.add(next.get(random.nextInt(next.size())));
        }
        return written;
    }

    private static Set<List<String>> sequences(List<String> words, int length) {
        Set<List<String>> sequences = new HashSet<>();
        for (int i = 0; i < words.size(); i++) {
            List<String> sequence = new ArrayList<>();
            for (int j = 0; j < length; j++) {
                sequence.add(words.get((i + j) % words.size()));
            }
            sequences.add(List.copyOf(sequence));
        }
        return sequences;
    }

    /** Returns the share of a text's sequences of words that are in {@code known}. */
    private static double share(List<String> written, int length, Set<List<String>> known) {
        int found = 0;
        int all = written.size() - length + 1;
        for (int i = 0; i < all; i++) {
            found += known.contains(List.copyOf(written.subList(i, i + length))) ? 1 : 0;
        }
        return found / (double) all;
    }

    @Override
    public Finding run(Bench bench) {
        List<String> words = words();
        Random random = bench.random();
        Table table = new Table(
                Format.of("%d words each, from a text of %,d", WORDS, words.size()),
                "looks back at",
                "neighbours seen together",
                "six words in a row copied");
        Table samples = new Table("What it writes", "words", "beginning");
        double[] copied = new double[LONGEST];
        boolean seen = true;
        for (int order = 1; order <= LONGEST; order++) {
            List<String> written = write(words, order, random);
            double neighbours = share(written, order + 1, sequences(words, order + 1));
            copied[order - 1] = share(written, COPIED, sequences(words, COPIED));
            seen &= neighbours == 1;
            table.row(
                    order + (order == 1 ? " word" : " words"),
                    Format.percent(neighbours),
                    Format.percent(copied[order - 1]));
            String beginning = String.join(" ", written.subList(0, SHOWN));
            samples.row(Integer.toString(order), beginning.substring(0, Math.min(60, beginning.length())) + " ...");
        }
        return Finding.notes()
                .table(table)
                .table(samples)
                .verdict(
                        seen && copied[0] < copied[1] && copied[1] < copied[2],
                        Format.of(
                                "All neighbours were seen together. Six words in a row are copied in %s, %s and %s of all places, looking back at one, two and three words.",
                                Format.percent(copied[0]), Format.percent(copied[1]), Format.percent(copied[2])));
    }
}
