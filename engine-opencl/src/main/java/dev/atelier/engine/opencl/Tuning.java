package dev.atelier.engine.opencl;

import dev.atelier.engine.backend.BackendUnavailableException;
import dev.atelier.engine.opencl.device.OpenClDevice;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The tuning that a backend computes by, read once, when it is opened.
 *
 * @param tilings the choice for each kind of product
 * @param description one line for people: which tuning it is
 */
record Tuning(Map<GemmBucket, GemmTiling> tilings, String description) {
    private static final int MOST_OF_A_NAME = 200;

    private static final System.Logger LOG = System.getLogger(Tuning.class.getName());

    /** Copies the map. */
    Tuning {
        tilings = Map.copyOf(tilings);
    }

    /**
     * Returns the tuning that the settings ask for. A file that can't be used, is for another device, driver or version of the
     * kernels, or is damaged, is said so in one line of the log.
     *
     * @throws BackendUnavailableException if a file was asked for by name and can't be used
     */
    static Tuning load(OpenClDevice device, Preset preset, OpenClSettings settings) {
        if (settings.tuning().equals(OpenClSettings.TUNING_OFF) || preset.tile() > 0) {
            return new Tuning(Map.of(), "presets (tuning is off)");
        }
        boolean named = !settings.tuning().isEmpty();
        TuningFile file = named ? new TuningFile(Path.of(settings.tuning())) : TuningFile.in(settings.cacheDirectory());
        if (!Files.exists(file.path())) {
            return none(named, file.path() + ": no such file");
        }
        TuningKey key = TuningKey.of(device, preset);
        TuningSection section = file.section(key, true, fault -> LOG.log(Level.WARNING, fault));
        if (section == null) {
            String stale = stale(file.sections(fault -> {}), key);
            if (!stale.isEmpty()) {
                LOG.log(
                        Level.WARNING,
                        file.path() + ": the tuning of " + key.device() + " is for " + stale
                                + " and is ignored; 'atelier tune' tunes anew");
            }
            return none(
                    named,
                    file.path() + ": holds no tuning for " + key.device() + " with this driver and these kernels");
        }
        return new Tuning(
                section.tilings(),
                String.format(
                        Locale.ROOT,
                        "%d kinds of products tuned on %s, %s, in %s",
                        section.choices().size(),
                        section.date(),
                        TuningText.fingerprint(section),
                        file.path()));
    }

    private static Tuning none(boolean named, String fault) {
        if (named) {
            throw new BackendUnavailableException(fault);
        }
        return new Tuning(Map.of(), "presets (not tuned)");
    }

    /** Returns what else a device was tuned for, or nothing if it was not tuned or its tuning is only damaged. */
    private static String stale(List<TuningText.Section> sections, TuningKey key) {
        String stale = "";
        for (TuningText.Section section : sections) {
            TuningKey other = section.key();
            if (section.inUse() && other.device().equals(key.device())) {
                if (other.equals(key)) {
                    return "";
                }
                if (other.driver().equals(key.driver()) && other.hasSourcesOf(key)) {
                    continue;
                }
                stale = other.driver().equals(key.driver())
                        ? "other kernels (" + TuningText.printable(other.kernels(), MOST_OF_A_NAME) + ")"
                        : "another driver (" + TuningText.printable(other.driver(), MOST_OF_A_NAME) + ")";
            }
        }
        return stale;
    }
}
