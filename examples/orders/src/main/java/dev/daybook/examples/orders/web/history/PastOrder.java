package dev.daybook.examples.orders.web.history;

import dev.daybook.aggregate.RecordedState;
import dev.daybook.examples.orders.domain.OrderItem;
import dev.daybook.examples.orders.domain.OrderState;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An order as the rules saw it after one of its events.
 *
 * @param updatedAt when that event was recorded
 * @param version of the order's stream after it
 * @param position of it in the log
 */
record PastOrder(
        String orderId,
        String customerId,
        OrderState.Status status,
        List<OrderItem> items,
        BigDecimal total,
        Instant updatedAt,
        long version,
        long position) {

    PastOrder {
        items = List.copyOf(items);
    }

    static Optional<PastOrder> of(RecordedState<OrderState> recorded) {
        return switch (recorded.state()) {
            case OrderState.NotPlaced() -> Optional.empty();
            case OrderState.Order order ->
                Optional.of(new PastOrder(
                        recorded.stream().key(),
                        order.customerId(),
                        order.status(),
                        order.items(),
                        order.total(),
                        recorded.recordedAt(),
                        recorded.version().value(),
                        recorded.position().value()));
        };
    }
}
