package dev.atelier.engine.backend;

/**
 * A provider of backends whose kernels can be fitted to a device. Optional: a program asks {@code provider instanceof
 * TunableProvider}. What was found is stored; a backend that is opened later reads it then, and {@link Backend#tuning()} says
 * so. Opening or using a backend never tunes: other kernels round differently.
 */
public interface TunableProvider extends BackendProvider {
    /**
     * Tries a list of candidates for each kind of product, checks each one's results before it is timed, and stores the fastest.
     * A candidate that is wrong, hangs, or ends the process that tries it is rejected and the rest goes on. When it is stopped,
     * what is done so far is kept, and the next call goes on from there; when there is nothing left to do, it returns what was
     * stored.
     *
     * @param options the device, and the properties that the backend will be opened with
     * @param request how to tune
     * @param listener is told how it goes
     * @throws BackendUnavailableException if the device is not there or can't be used
     * @throws BackendException if the results can't be stored, or nothing works on the device
     */
    TuningReport tune(BackendOptions options, TuningRequest request, TuningListener listener);
}
