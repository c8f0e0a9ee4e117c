package dev.daybook.store;

import java.math.BigDecimal;

/** What an indexed field is compared with. */
public sealed interface FieldValue {

    FieldKind kind();

    static FieldValue of(String text) {
        return new TextValue(text);
    }

    static FieldValue of(long number) {
        return new NumberValue(BigDecimal.valueOf(number));
    }

    static FieldValue of(BigDecimal number) {
        return new NumberValue(number);
    }

    /** The value that this text stands for in a field of the kind. */
    static FieldValue read(FieldKind kind, String text) {
        try {
            return kind == FieldKind.TEXT ? of(text) : of(new BigDecimal(text));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + Text.excerpt(text) + "' is no number", e);
        }
    }

    /** For fields of kind {@link FieldKind#TEXT}. */
    record TextValue(String text) implements FieldValue {
        public TextValue {
            if (text.indexOf('\0') >= 0) {
                throw new IllegalArgumentException("'" + Text.excerpt(text)
                        + "' holds U+0000, which no stored text does: refuse it where it comes in");
            }
        }

        @Override
        public FieldKind kind() {
            return FieldKind.TEXT;
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** For fields of kind {@link FieldKind#NUMBER}. */
    record NumberValue(BigDecimal number) implements FieldValue {

        private static final int MOST_DIGITS =
                400; // beyond every double; so that a text from outside cannot grow without end

        public NumberValue {
            if (Math.abs((long) number.precision() - number.scale()) > MOST_DIGITS
                    || Math.abs((long) number.scale()) > MOST_DIGITS) {
                throw new IllegalArgumentException(
                        "A number of at most " + MOST_DIGITS + " digits is compared, found one beyond");
            }
            number = number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros(); // equal if equal in value
        }

        @Override
        public FieldKind kind() {
            return FieldKind.NUMBER;
        }

        @Override
        public String toString() {
            return number.toPlainString();
        }
    }
}
