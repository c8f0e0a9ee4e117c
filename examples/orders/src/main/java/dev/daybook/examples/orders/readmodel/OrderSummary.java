package dev.daybook.examples.orders.readmodel;

import static java.util.Objects.requireNonNull;

import dev.daybook.event.RecordedEvent;
import dev.daybook.examples.orders.domain.OrderEvent;
import dev.daybook.examples.orders.domain.OrderEvent.OrderCancelled;
import dev.daybook.examples.orders.domain.OrderEvent.OrderPaid;
import dev.daybook.examples.orders.domain.OrderEvent.OrderPlaced;
import dev.daybook.examples.orders.domain.OrderEvent.OrderShipped;
import dev.daybook.examples.orders.domain.OrderItem;
import dev.daybook.projection.DocumentProjection;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of the list of orders.
 *
 * @param pieces of all items together
 */
public record OrderSummary(
        String orderId, String customerId, OrderStatus status, int pieces, BigDecimal total, Instant placedAt) {

    /** The list of orders, to be looked up by customer and status. */
    public static final DocumentProjection<OrderSummary, OrderEvent> PROJECTION = DocumentProjection.named("order-list")
            .documents(OrderSummary.class)
            .of(OrderEvent.class)
            .indexedBy("customerId", "status")
            .fold(OrderSummary::after);

    private static OrderSummary after(@Nullable OrderSummary current, RecordedEvent<OrderEvent> recorded) {
        return switch (recorded.event()) {
            case OrderPlaced placed ->
                new OrderSummary(
                        placed.orderId(),
                        placed.customerId(),
                        OrderStatus.PLACED,
                        placed.items().stream().mapToInt(OrderItem::quantity).sum(),
                        placed.total(),
                        recorded.recordedAt());
            case OrderPaid paid -> requireNonNull(current).with(OrderStatus.PAID);
            case OrderShipped shipped -> requireNonNull(current).with(OrderStatus.SHIPPED);
            case OrderCancelled cancelled -> requireNonNull(current).with(OrderStatus.CANCELLED);
        };
    }

    private OrderSummary with(OrderStatus newStatus) {
        return new OrderSummary(orderId, customerId, newStatus, pieces, total, placedAt);
    }
}
