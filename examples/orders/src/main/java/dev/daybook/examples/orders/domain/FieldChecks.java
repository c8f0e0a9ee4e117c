package dev.daybook.examples.orders.domain;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Checks the shape of values one by one and tells of all that are wrong at once. Not for use by many threads. */
public final class FieldChecks {

    private static final int MAX_TEXT = 100;
    private static final int MAX_QUANTITY = 1_000;
    private static final int CENTS = 2;
    private static final BigDecimal MAX_PRICE = new BigDecimal(1_000_000);
    private static final Pattern ORDER_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private final List<FieldError> errors = new ArrayList<>();

    /** An order's id stands in URLs and in the name of its stream, so it is plain. */
    public FieldChecks orderId(String field, String id) {
        return require(
                ORDER_ID.matcher(id).matches(),
                field,
                "must be 1 to 64 letters, digits, '.', '_' or '-', the first a letter or digit");
    }

    /** The id of something that others look after: any plain text. */
    public FieldChecks text(String field, String text) {
        boolean plain = !text.isBlank()
                && text.codePointCount(0, text.length()) <= MAX_TEXT
                && text.codePoints().noneMatch(FieldChecks::isControlOrHalfPair);
        return require(
                plain, field, "must be 1 to " + MAX_TEXT + " characters, not all blank, none a control character");
    }

    FieldChecks size(String field, int size, int most) {
        return require(size >= 1 && size <= most, field, "must hold 1 to " + most + " entries, found " + size);
    }

    FieldChecks quantity(String field, int quantity) {
        return require(
                quantity >= 1 && quantity <= MAX_QUANTITY,
                field,
                "must be from 1 to " + MAX_QUANTITY + ", found " + quantity);
    }

    FieldChecks price(String field, BigDecimal price) {
        // The range comes first: it is what makes the other comparison cheap for numbers such as 1e999999999.
        boolean fits = price.signum() >= 0 && price.compareTo(MAX_PRICE) <= 0 && price.scale() <= CENTS;
        return require(fits, field, "must be from 0 to " + MAX_PRICE + " with at most " + CENTS + " decimals");
    }

    public FieldChecks require(boolean holds, String field, String otherwise) {
        if (!holds) {
            errors.add(new FieldError(field, otherwise));
        }
        return this;
    }

    /** Ends the checks. */
    public void orThrow() {
        if (!errors.isEmpty()) {
            throw new InvalidFieldsException(errors);
        }
    }

    private static boolean isControlOrHalfPair(int codePoint) {
        return Character.isISOControl(codePoint)
                || (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE);
    }
}
