package dev.atelier.runner.lab;

import java.util.List;

/** All experiments, in the order of the lecture. */
public final class Lab {
    private static final List<Experiment> EXPERIMENTS = List.of(
            new NeuronExperiment(),
            new CollapseExperiment(),
            new ActivationsExperiment(),
            new DescentExperiment(),
            new ErrorSignalExperiment(),
            new BackpropExperiment(),
            new ParametersExperiment(),
            new DetectExperiment(),
            new ShiftExperiment(),
            new UniversalExperiment(),
            new ApartmentExperiment(),
            new TraditionalExperiment(),
            new MarkovExperiment());

    private Lab() {}

    /** Returns all experiments. */
    public static List<Experiment> experiments() {
        return EXPERIMENTS;
    }
}
