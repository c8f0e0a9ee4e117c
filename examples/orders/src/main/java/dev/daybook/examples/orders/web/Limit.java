package dev.daybook.examples.orders.web;

import dev.daybook.examples.orders.domain.FieldChecks;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The {@code limit} parameter of a list.
 *
 * @param usual if none is given
 */
public record Limit(int usual, int most) {

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,4}");

    /** The limit that is asked for; noted in the checks if it is none. */
    public int read(@Nullable String given, FieldChecks checks) {
        if (given == null || given.isEmpty()) {
            return usual;
        }
        int limit = NUMBER.matcher(given).matches() ? Integer.parseInt(given) : 0;
        checks.require(limit >= 1 && limit <= most, "limit", "must be a number from 1 to " + most);
        return limit;
    }
}
