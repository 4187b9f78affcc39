package dev.atelier.runner.serve;

import dev.atelier.runner.data.DataException;
import java.util.List;
import java.util.Map;

/** Knows what runs there can be, and makes what a run needs out of a person's wishes. */
public interface RunPlanner {
    /**
     * A device that a run can compute on.
     *
     * @param id what {@link #plan} takes, such as {@code opencl:0}
     * @param name for people
     */
    record Device(String id, String name) {}

    /** Returns the devices, the one that a run takes unless told otherwise first. */
    List<Device> devices();

    /** Returns the options that a run can have, by name, each with its choices, the usual one first; none where it is a number. */
    Map<String, List<String>> options();

    /**
     * Prepares a run.
     *
     * @param device the device's id
     * @param values a value for each option that is not to be as usual
     * @throws IllegalArgumentException if there is no such device or option, or a value is not possible
     * @throws DataException if the images are not there or faulty
     */
    RunPlan plan(String device, Map<String, String> values);
}
