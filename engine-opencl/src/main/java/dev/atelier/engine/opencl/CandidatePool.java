package dev.atelier.engine.opencl;

import dev.atelier.engine.backend.BackendException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Keeps a process that tries candidates, and starts another when a candidate has hung or ended it. */
final class CandidatePool implements AutoCloseable {
    private final String main;
    private final int device;
    private final Map<String, String> properties;
    private final Duration limit;
    private @Nullable CandidateProcess process;

    /**
     * Makes a pool; the first request starts the process.
     *
     * @param main the class that the process runs, {@link CandidateServer} or one that serves as it does
     * @param device the device's number
     * @param properties those of the backend
     * @param limit how long a candidate may take to be compiled, checked and timed
     */
    CandidatePool(String main, int device, Map<String, String> properties, Duration limit) {
        this.main = main;
        this.device = device;
        this.properties = Map.copyOf(properties);
        this.limit = limit;
    }

    /**
     * Tries tilings. When the process ends meanwhile, they are tried once more in a fresh one: what ended it may have been done by
     * an earlier candidate that wrote where it should not.
     *
     * @param stopped whether to give up, asked after each failure
     * @throws BackendException if no process can be started
     */
    CandidateProcess.Answer request(GemmShape shape, List<GemmTiling> tilings, int rounds, BooleanSupplier stopped) {
        CandidateProcess.Answer answer = attempt(shape, tilings, rounds, stopped);
        if (answer.outcome() == CandidateProcess.Outcome.ENDED && !stopped.getAsBoolean()) {
            answer = attempt(shape, tilings, rounds, stopped);
        }
        return answer;
    }

    private CandidateProcess.Answer attempt(
            GemmShape shape, List<GemmTiling> tilings, int rounds, BooleanSupplier stopped) {
        CandidateProcess running = process;
        if (running == null) {
            try {
                running = CandidateProcess.start(main, device, properties);
            } catch (IOException e) {
                if (stopped.getAsBoolean()) {
                    return new CandidateProcess.Answer(CandidateProcess.Outcome.ENDED, "stopped", List.of());
                }
                throw new BackendException("the process that tries kernels does not start: " + e.getMessage(), e);
            }
            process = running;
        }
        CandidateProcess.Answer answer = running.request(shape, tilings, rounds, limit.multipliedBy(tilings.size()));
        if (answer.outcome() == CandidateProcess.Outcome.HUNG || answer.outcome() == CandidateProcess.Outcome.ENDED) {
            running.kill();
            process = null;
        }
        return answer;
    }

    @Override
    public void close() {
        CandidateProcess running = process;
        if (running != null) {
            running.close();
            process = null;
        }
    }
}
