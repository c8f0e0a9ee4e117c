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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All there is to show of one order.
 *
 * @param version of the order's stream that this shows
 */
public record OrderDetail(
        String orderId,
        String customerId,
        OrderStatus status,
        List<OrderItem> items,
        BigDecimal total,
        Instant placedAt,
        Instant updatedAt,
        long version) {

    /** Each order by its id. */
    public static final DocumentProjection<OrderDetail, OrderEvent> PROJECTION = DocumentProjection.named(
                    "order-detail")
            .documents(OrderDetail.class)
            .of(OrderEvent.class)
            .fold(OrderDetail::after);

    public OrderDetail {
        items = List.copyOf(items);
    }

    private static OrderDetail after(@Nullable OrderDetail current, RecordedEvent<OrderEvent> recorded) {
        return switch (recorded.event()) {
            case OrderPlaced placed ->
                new OrderDetail(
                        placed.orderId(),
                        placed.customerId(),
                        OrderStatus.PLACED,
                        placed.items(),
                        placed.total(),
                        recorded.recordedAt(),
                        recorded.recordedAt(),
                        recorded.version().value());
            case OrderPaid paid -> requireNonNull(current).now(OrderStatus.PAID, recorded);
            case OrderShipped shipped -> requireNonNull(current).now(OrderStatus.SHIPPED, recorded);
            case OrderCancelled cancelled -> requireNonNull(current).now(OrderStatus.CANCELLED, recorded);
        };
    }

    private OrderDetail now(OrderStatus newStatus, RecordedEvent<?> recorded) {
        return new OrderDetail(
                orderId,
                customerId,
                newStatus,
                items,
                total,
                placedAt,
                recorded.recordedAt(),
                recorded.version().value());
    }
}
