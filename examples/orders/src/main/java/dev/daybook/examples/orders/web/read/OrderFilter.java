package dev.daybook.examples.orders.web.read;

import dev.daybook.examples.orders.domain.FieldChecks;
import dev.daybook.examples.orders.readmodel.OrderStatus;
import dev.daybook.examples.orders.web.Limit;
import dev.daybook.projection.Documents;
import dev.daybook.store.DocumentQuery;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The query parameters of the list of orders; those left empty do not count. */
record OrderFilter(
        @Nullable String customerId,
        @Nullable String status,
        @Nullable String limit,
        @Nullable String after) {

    private static final Limit LIMIT = new Limit(50, 200);

    /**
     * What to ask the read model.
     *
     * @throws dev.daybook.examples.orders.domain.InvalidFieldsException if any parameter is wrong
     */
    Documents.Query toQuery() {
        FieldChecks checks = new FieldChecks();
        Map<String, String> equal = new HashMap<>();
        given(customerId).ifPresent(id -> {
            checks.text("customerId", id);
            equal.put("customerId", id);
        });
        given(status).map(text -> text.toUpperCase(Locale.ROOT)).ifPresent(name -> {
            checks.require(isStatus(name), "status", "must be one of " + Arrays.toString(OrderStatus.values()));
            equal.put("status", name);
        });
        int most = LIMIT.read(limit, checks);
        checks.require(
                        given(after).map(OrderFilter::isCursor).orElse(true),
                        "after",
                        "must be the value of 'next' in the page before")
                .orThrow();
        return new Documents.Query(equal, given(after), most);
    }

    private static Optional<String> given(@Nullable String parameter) {
        return Optional.ofNullable(parameter).filter(text -> !text.isEmpty());
    }

    private static boolean isStatus(String name) {
        return Arrays.stream(OrderStatus.values())
                .anyMatch(status -> status.name().equals(name));
    }

    private static boolean isCursor(String text) {
        try {
            new FieldChecks()
                    .orderId("key", DocumentQuery.Cursor.parse(text).key())
                    .orThrow();
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
