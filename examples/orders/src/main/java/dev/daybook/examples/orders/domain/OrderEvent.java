package dev.daybook.examples.orders.domain;

import java.math.BigDecimal;
import java.util.List;

/** What has happened to an order. */
public sealed interface OrderEvent {

    String orderId();

    /** A customer ordered. */
    record OrderPlaced(String orderId, String customerId, List<OrderItem> items, BigDecimal total)
            implements OrderEvent {
        public OrderPlaced {
            items = List.copyOf(items);
        }
    }

    /** The customer paid this amount. */
    record OrderPaid(String orderId, BigDecimal amount) implements OrderEvent {}

    /** The carrier has it. */
    record OrderShipped(String orderId) implements OrderEvent {}

    /** It was called off; the customer gets the refund back, 0 if nothing was paid. */
    record OrderCancelled(String orderId, BigDecimal refund) implements OrderEvent {}
}
