package dev.daybook.examples.orders.web.read;

import dev.daybook.examples.orders.domain.FieldChecks;
import dev.daybook.examples.orders.readmodel.OrderStatus;
import dev.daybook.examples.orders.web.Limit;
import dev.daybook.projection.DocumentsQuery;
import dev.daybook.store.DocumentCondition;
import dev.daybook.store.DocumentCondition.Equal;
import dev.daybook.store.DocumentOrder;
import dev.daybook.store.FieldValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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
    DocumentsQuery toQuery() {
        FieldChecks checks = new FieldChecks();
        Optional<String> customer = given(customerId);
        customer.ifPresent(id -> checks.text("customerId", id));
        Optional<String> named = given(status).map(text -> text.toUpperCase(Locale.ROOT));
        named.ifPresent(name ->
                checks.require(isStatus(name), "status", "must be one of " + Arrays.toString(OrderStatus.values())));
        int most = LIMIT.read(limit, checks);
        checks.orThrow();
        List<DocumentCondition> where = new ArrayList<>();
        customer.ifPresent(id -> where.add(new Equal("customerId", FieldValue.of(id))));
        named.ifPresent(name -> where.add(new Equal("status", FieldValue.of(name))));
        return new DocumentsQuery(where, DocumentOrder.newestFirst(), given(after), most);
    }

    private static Optional<String> given(@Nullable String parameter) {
        return Optional.ofNullable(parameter).filter(text -> !text.isEmpty());
    }

    private static boolean isStatus(String name) {
        return Arrays.stream(OrderStatus.values())
                .anyMatch(status -> status.name().equals(name));
    }
}
