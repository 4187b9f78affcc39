package dev.atelier.runner.command;

import dev.atelier.engine.training.LearningRateSchedule;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that say how the learning rate changes over a run. Names and defaults are those of PyTorch's schedulers. */
final class ScheduleOptions {
    private static final double USUAL_WARMUP = 0.05;
    private static final int USUAL_STEP_SIZE = 1;
    private static final double USUAL_GAMMA = 0.7;
    private static final double USUAL_RISE = 0.3;
    private static final double USUAL_DIVISOR = 25;
    private static final double USUAL_FINAL_DIVISOR = 1e4;

    @Option(
            names = "--schedule",
            paramLabel = "constant|step|linear|cosine|one-cycle",
            defaultValue = "linear",
            converter = KindConverter.class,
            description =
                    "How the learning rate changes over the run: linear and cosine let it fall to 0, step multiplies"
                            + " it by --gamma every --step-size epochs, one-cycle raises it to --lr and lets it fall"
                            + " again. Default: linear.")
    private Kind kind = Kind.LINEAR;

    @Option(
            names = "--warmup",
            paramLabel = "FRACTION",
            description = "The part of the run in which the learning rate rises from 0. Default: 0.05.")
    private @Nullable Double warmup;

    @Option(
            names = "--step-size",
            paramLabel = "EPOCHS",
            description = "Epochs between two falls of the step schedule. Default: 1.")
    private @Nullable Integer stepSize;

    @Option(
            names = "--gamma",
            paramLabel = "FACTOR",
            description = "What the step schedule multiplies by, above 0. Default: 0.7.")
    private @Nullable Double gamma;

    @Option(names = "--eta-min", paramLabel = "RATE", description = "What the cosine schedule falls to. Default: 0.")
    private @Nullable Double floor;

    @Option(
            names = "--pct-start",
            paramLabel = "FRACTION",
            description = "The part of the run in which the one-cycle schedule rises. Default: 0.3.")
    private @Nullable Double rise;

    @Option(
            names = "--div-factor",
            paramLabel = "N",
            description = "The one-cycle schedule starts at --lr divided by this. Default: 25.")
    private @Nullable Double divisor;

    @Option(
            names = "--final-div-factor",
            paramLabel = "N",
            description = "The one-cycle schedule ends at its start divided by this. Default: 10000.")
    private @Nullable Double finalDivisor;

    /** The schedules by the names of the command line. */
    enum Kind {
        CONSTANT,
        STEP,
        LINEAR,
        COSINE,
        ONE_CYCLE;

        String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static final class KindConverter implements ITypeConverter<Kind> {
        @Override
        public Kind convert(String text) {
            return Arrays.stream(Kind.values())
                    .filter(kind -> kind.label().equalsIgnoreCase(text))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException("'" + text + "' is not one of "
                            + Arrays.stream(Kind.values()).map(Kind::label).collect(Collectors.joining(", "))));
        }
    }

    /** Returns the schedule's name. */
    String label() {
        return kind.label();
    }

    /** Returns the part of the run that is warm-up. */
    double warmup() {
        return kind == Kind.ONE_CYCLE ? 0 : orElse(warmup, USUAL_WARMUP);
    }

    /**
     * Returns the learning rates of a run.
     *
     * @param epochs of the run
     * @throws IllegalArgumentException if an option is out of range, or does not go with the schedule
     */
    LearningRateSchedule schedule(double rate, int epochs) {
        if (!(rate > 0 && rate <= Float.MAX_VALUE)) {
            throw new IllegalArgumentException("--lr must be a number above 0, but is " + rate);
        }
        checkBelongs("--step-size", stepSize, Kind.STEP);
        checkBelongs("--gamma", gamma, Kind.STEP);
        checkBelongs("--eta-min", floor, Kind.COSINE);
        checkBelongs("--pct-start", rise, Kind.ONE_CYCLE);
        checkBelongs("--div-factor", divisor, Kind.ONE_CYCLE);
        checkBelongs("--final-div-factor", finalDivisor, Kind.ONE_CYCLE);
        if (kind == Kind.ONE_CYCLE) {
            if (warmup != null) {
                throw new IllegalArgumentException(
                        "--schedule one-cycle rises by itself; give --pct-start, not --warmup");
            }
            return oneCycle(rate);
        }
        double fraction = warmup();
        check("--warmup", "from 0 to 1", fraction >= 0 && fraction <= 1, fraction);
        return plain(rate, epochs).withWarmup(fraction);
    }

    private LearningRateSchedule plain(double rate, int epochs) {
        return switch (kind) {
            case CONSTANT, ONE_CYCLE -> LearningRateSchedule.constant(rate);
            case LINEAR -> LearningRateSchedule.linear(rate);
            case COSINE -> {
                double low = orElse(floor, 0);
                check("--eta-min", "from 0 to --lr", low >= 0 && low <= rate, low);
                yield LearningRateSchedule.cosine(rate, low);
            }
            case STEP -> {
                int size = stepSize == null ? USUAL_STEP_SIZE : stepSize;
                check("--step-size", "at least 1", size >= 1, size);
                double factor = orElse(gamma, USUAL_GAMMA);
                check("--gamma", "a number above 0", factor > 0 && factor <= Float.MAX_VALUE, factor);
                yield LearningRateSchedule.step(rate, factor, epochs / (double) size);
            }
        };
    }

    private LearningRateSchedule oneCycle(double rate) {
        double rising = orElse(rise, USUAL_RISE);
        check("--pct-start", "from 0 to 1", rising >= 0 && rising <= 1, rising);
        double first = orElse(divisor, USUAL_DIVISOR);
        check("--div-factor", "a number of at least 1", first >= 1 && first <= Float.MAX_VALUE, first);
        double last = orElse(finalDivisor, USUAL_FINAL_DIVISOR);
        check("--final-div-factor", "a number of at least 1", last >= 1 && last <= Float.MAX_VALUE, last);
        return LearningRateSchedule.oneCycle(rate, rising, first, last);
    }

    private void checkBelongs(String flag, @Nullable Object given, Kind owner) {
        if (given != null && kind != owner) {
            throw new IllegalArgumentException(
                    flag + " goes with --schedule " + owner.label() + ", not with " + kind.label());
        }
    }

    private static void check(String flag, String range, boolean holds, Number value) {
        if (!holds) {
            throw new IllegalArgumentException(flag + " must be " + range + ", but is " + value);
        }
    }

    private static double orElse(@Nullable Double given, double usual) {
        return given == null ? usual : given;
    }
}
