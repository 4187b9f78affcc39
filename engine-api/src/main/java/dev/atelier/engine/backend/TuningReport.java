package dev.atelier.engine.backend;

import java.util.List;

/**
 * What is stored for a device after tuning.
 *
 * @param device the device
 * @param file where it is stored
 * @param complete whether everything is tuned and in use; else the next call goes on
 * @param measuredNow whether something was measured in this call
 * @param choices what was chosen for each kind of product
 * @param rejections the candidates that were wrong, too slow to answer, or ended their process
 */
public record TuningReport(
        DeviceInfo device,
        String file,
        boolean complete,
        boolean measuredNow,
        List<Choice> choices,
        List<Rejection> rejections) {
    /** Copies the lists. */
    public TuningReport {
        choices = List.copyOf(choices);
        rejections = List.copyOf(rejections);
    }

    /**
     * A kind of product and what computes it.
     *
     * @param products the kind of product
     * @param standard what computes it without tuning
     * @param chosen what computes it now
     * @param standardSeconds the time of one product without tuning
     * @param chosenSeconds the time of one product now
     */
    public record Choice(
            String products, String standard, String chosen, double standardSeconds, double chosenSeconds) {
        /** Returns how many times as fast it is now. */
        public double ratio() {
            return standardSeconds / chosenSeconds;
        }
    }

    /**
     * A candidate that is not used.
     *
     * @param products the kind of product it was tried with
     * @param candidate the kernel and its sizes
     * @param reason why not
     */
    public record Rejection(String products, String candidate, String reason) {}
}
