package dev.atelier.engine.opencl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a tuning file says about one device: the choice for each kind of product, and the candidates that were rejected. */
final class TuningSection {
    private final TuningKey key;
    private final boolean inUse;
    private final String date;
    private final Map<GemmBucket, Choice> choices = new LinkedHashMap<>();
    private final List<Rejection> rejections = new ArrayList<>();

    /**
     * What computes a kind of product.
     *
     * @param tiling the kernel and its sizes
     * @param standardSeconds the time of one product without tuning, NaN if it is not known
     * @param seconds the time of one product with this tiling, NaN if it is not known
     */
    record Choice(GemmTiling tiling, double standardSeconds, double seconds) {}

    /** A candidate that must not be tried again. */
    record Rejection(GemmBucket bucket, GemmTiling tiling, String reason) {}

    /**
     * Makes a section without choices.
     *
     * @param key what it is good for
     * @param inUse whether backends compute by it; a tuning that was stopped is not in use
     * @param date when it was made, for people
     */
    TuningSection(TuningKey key, boolean inUse, String date) {
        this.key = key;
        this.inUse = inUse;
        this.date = date;
    }

    /** Returns a copy with another state and date. */
    TuningSection as(boolean newInUse, String newDate) {
        TuningSection copy = new TuningSection(key, newInUse, newDate);
        copy.choices.putAll(choices);
        copy.rejections.addAll(rejections);
        return copy;
    }

    TuningKey key() {
        return key;
    }

    boolean inUse() {
        return inUse;
    }

    String date() {
        return date;
    }

    /** Returns the choices, which may be added to, in the order in which they were made. */
    Map<GemmBucket, Choice> choices() {
        return choices;
    }

    /** Returns the rejections, which may be added to. */
    List<Rejection> rejections() {
        return rejections;
    }

    /** Returns the tilings alone. */
    Map<GemmBucket, GemmTiling> tilings() {
        Map<GemmBucket, GemmTiling> tilings = new LinkedHashMap<>();
        choices.forEach((bucket, choice) -> tilings.put(bucket, choice.tiling()));
        return tilings;
    }

    /** Whether a tiling was rejected for products of this layout; one that hangs for one size may hang for any. */
    boolean rejects(String layout, GemmTiling tiling) {
        return rejections.stream()
                .anyMatch(one ->
                        one.bucket().layout().equals(layout) && one.tiling().equals(tiling));
    }
}
