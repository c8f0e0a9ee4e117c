package dev.daybook.examples.orders.web.history;

import dev.daybook.examples.orders.domain.FieldChecks;
import dev.daybook.store.Version;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads query parameters that name a moment in the past of an order; what is none is noted in the checks. */
final class Moments {

    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    private Moments() {}

    static Version version(String field, @Nullable String given, long lowest, FieldChecks checks) {
        long version = given != null && NUMBER.matcher(given).matches() ? Long.parseLong(given) : -1;
        checks.require(version >= lowest, field, "must be a whole number from " + lowest);
        return Version.of(Math.max(0, version));
    }

    static Instant instant(String field, String given, FieldChecks checks) {
        try {
            return Instant.parse(given);
        } catch (DateTimeException e) {
            checks.require(false, field, "must be a time such as 2026-01-31T12:00:00Z");
            return Instant.EPOCH;
        }
    }
}
