package dev.atelier.runner.command;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Some of the images of a data set, counted from 0.
 *
 * @param first the first of them
 * @param last the last of them, not less than {@code first}
 */
record IndexRange(int first, int last) {
    /** Reads {@code 5} or {@code 0-9}. */
    static final class Converter implements ITypeConverter<IndexRange> {
        @Override
        public IndexRange convert(String text) {
            String[] ends = text.split("-", 2);
            try {
                int first = Integer.parseInt(ends[0]);
                int last = ends.length == 1 ? first : Integer.parseInt(ends[1]);
                if (first >= 0 && last >= first) {
                    return new IndexRange(first, last);
                }
            } catch (NumberFormatException e) {
                throw new TypeConversionException(complaint(text));
            }
            throw new TypeConversionException(complaint(text));
        }

        private static String complaint(String text) {
            return "must be a number from 0 on or a range such as 0-9, but is '" + text + "'";
        }
    }
}
