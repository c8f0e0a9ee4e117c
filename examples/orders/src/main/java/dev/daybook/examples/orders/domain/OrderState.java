package dev.daybook.examples.orders.domain;

import java.math.BigDecimal;
import java.util.List;

/** What an order has come to by its events. */
public sealed interface OrderState {

    /** There is no such order. */
    record NotPlaced() implements OrderState {}

    /**
     * There is. The rules ask for its status and its total alone; the rest lets the past of an order be shown.
     *
     * @param total of all items, to be paid at once
     */
    record Order(String customerId, List<OrderItem> items, BigDecimal total, Status status) implements OrderState {
        public Order {
            items = List.copyOf(items);
        }

        Order now(Status next) {
            return new Order(customerId, items, total, next);
        }
    }

    /** How far an order has come. */
    enum Status {
        /** Waiting for payment. */
        PLACED,
        /** Waiting for shipment. */
        PAID,
        /** On its way; the end. */
        SHIPPED,
        /** Called off; the end. */
        CANCELLED
    }
}
