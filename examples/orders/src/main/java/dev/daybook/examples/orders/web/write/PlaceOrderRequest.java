package dev.daybook.examples.orders.web.write;

import dev.daybook.examples.orders.domain.FieldChecks;
import dev.daybook.examples.orders.domain.InvalidFieldsException;
import dev.daybook.examples.orders.domain.OrderCommand.PlaceOrder;
import dev.daybook.examples.orders.domain.OrderItem;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request to place an order, any part of which may be missing.
 *
 * @param orderId the client's own choice, or none to have one made up
 */
record PlaceOrderRequest(
        @Nullable String orderId,
        @Nullable String customerId,
        @Nullable List<@Nullable Item> items) {

    /** One of {@link PlaceOrderRequest#items()}. */
    record Item(
            @Nullable String productId,
            @Nullable Integer quantity,
            @Nullable BigDecimal unitPrice) {}

    /**
     * The command that is asked for.
     *
     * @throws InvalidFieldsException if anything is missing or wrong
     */
    PlaceOrder toCommand(String madeUpId) {
        FieldChecks checks = new FieldChecks();
        String customer = present(customerId, "customerId", checks, "");
        List<@Nullable Item> given = present(items, "items", checks, List.<@Nullable Item>of());
        List<OrderItem> ordered = IntStream.range(0, given.size())
                .mapToObj(i -> item(given.get(i), "items[" + i + "]", checks))
                .toList();
        checks.orThrow();
        return new PlaceOrder(Optional.ofNullable(orderId).orElse(madeUpId), customer, ordered);
    }

    private static OrderItem item(@Nullable Item given, String path, FieldChecks checks) {
        Item item = present(given, path, checks, new Item("", 0, BigDecimal.ZERO));
        return new OrderItem(
                present(item.productId, path + ".productId", checks, ""),
                present(item.quantity, path + ".quantity", checks, 0),
                present(item.unitPrice, path + ".unitPrice", checks, BigDecimal.ZERO));
    }

    /** The value, or the stand-in and an error for the field, so that the other fields are looked at as well. */
    private static <T> T present(@Nullable T value, String field, FieldChecks checks, T standIn) {
        checks.require(value != null, field, "is missing");
        return value == null ? standIn : value;
    }
}
