package dev.atelier.runner.command;

import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads what is written after {@code --binding}; nothing stands for the backend's own choice. */
public final class BindingConverter implements ITypeConverter<String> {
    private static final List<String> NAMES = List.of("lwjgl", "jocl");

    @Override
    public String convert(String value) {
        if (!value.isEmpty() && !NAMES.contains(value)) {
            throw new TypeConversionException("must be " + String.join(" or ", NAMES) + ", but is '" + value + "'");
        }
        return value;
    }
}
