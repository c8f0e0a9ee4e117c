package dev.daybook.examples.orders.domain;

import java.math.BigDecimal;

/** What the rules need to know of an order. */
public sealed interface OrderState {

    /** There is no such order. */
    record NotPlaced() implements OrderState {}

    /** Waiting for payment. */
    record Placed(BigDecimal total) implements OrderState {}

    /** Waiting for shipment. */
    record Paid(BigDecimal amount) implements OrderState {}

    /** On its way; the end. */
    record Shipped() implements OrderState {}

    /** Called off; the end. */
    record Cancelled() implements OrderState {}
}
