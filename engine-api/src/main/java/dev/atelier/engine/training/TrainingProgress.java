package dev.atelier.engine.training;

/**
 * Where a run stands.
 *
 * @param epoch the current epoch, counted from 1
 * @param epochs how many are planned
 * @param step steps of this epoch that are done
 * @param stepsPerEpoch steps of an epoch
 * @param loss mean loss of this epoch's steps so far
 * @param samplesPerSecond training speed of this epoch so far, evaluation excluded
 * @param secondsLeft estimate for the rest of the run, evaluation excluded
 */
public record TrainingProgress(
        int epoch, int epochs, int step, int stepsPerEpoch, double loss, double samplesPerSecond, double secondsLeft) {}
