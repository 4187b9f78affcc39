package dev.atelier.runner.command;

import dev.atelier.engine.backend.BackendOptions;
import dev.atelier.engine.backend.Precision;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The option that says what matrices are multiplied in. */
public final class PrecisionOption {
    @Option(
            names = "--precision",
            paramLabel = "fp32|tf32|3xtf32",
            defaultValue = "fp32",
            converter = Converter.class,
            description = "What products of matrices are multiplied in: single precision, or on the tensor cores of an"
                    + " NVIDIA GPU (Ampere or later) through OpenCL, numbers of 11 bits (tf32), or three products of such"
                    + " numbers, which are as exact as single precision. Default: fp32.")
    private Precision precision = Precision.FP32;

    /** Takes single precision in place of what was given. */
    void reset() {
        precision = Precision.FP32;
    }

    /** Returns what was chosen. */
    public Precision precision() {
        return precision;
    }

    /** Returns the options of a backend that multiplies in it. */
    public BackendOptions applied(BackendOptions options) {
        return options.withPrecision(precision);
    }

    /** Takes a precision by its label. */
    static final class Converter implements ITypeConverter<Precision> {
        @Override
        public Precision convert(String label) {
            try {
                return Precision.of(label);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
