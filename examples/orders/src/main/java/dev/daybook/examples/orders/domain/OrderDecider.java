package dev.daybook.examples.orders.domain;

import dev.daybook.aggregate.Decider;
import dev.daybook.aggregate.Decision;
import dev.daybook.examples.orders.domain.OrderCommand.CancelOrder;
import dev.daybook.examples.orders.domain.OrderCommand.CancelUnpaidOrder;
import dev.daybook.examples.orders.domain.OrderCommand.PayOrder;
import dev.daybook.examples.orders.domain.OrderCommand.PlaceOrder;
import dev.daybook.examples.orders.domain.OrderCommand.ShipOrder;
import dev.daybook.examples.orders.domain.OrderEvent.OrderCancelled;
import dev.daybook.examples.orders.domain.OrderEvent.OrderPaid;
import dev.daybook.examples.orders.domain.OrderEvent.OrderPlaced;
import dev.daybook.examples.orders.domain.OrderEvent.OrderShipped;
import dev.daybook.examples.orders.domain.OrderState.NotPlaced;
import dev.daybook.examples.orders.domain.OrderState.Order;
import dev.daybook.examples.orders.domain.OrderState.Status;
import java.math.BigDecimal;

/** The rules of an order: placed once, paid before it ships, cancelled only before it ships. */
public final class OrderDecider implements Decider<OrderCommand, OrderState, OrderEvent> {

    @Override
    public OrderState initial() {
        return new NotPlaced();
    }

    @Override
    public Decision<OrderEvent> decide(OrderCommand command, OrderState state) {
        return switch (command) {
            case PlaceOrder place -> place(place, state);
            case PayOrder pay -> pay(pay, state);
            case ShipOrder ship -> ship(ship, state);
            case CancelOrder cancel -> cancel(cancel, state);
            case CancelUnpaidOrder cancel -> cancelUnpaid(cancel, state);
        };
    }

    @Override
    public OrderState evolve(OrderState state, OrderEvent event) {
        return switch (event) {
            case OrderPlaced placed -> new Order(placed.customerId(), placed.items(), placed.total(), Status.PLACED);
            case OrderPaid paid -> now(Status.PAID, state);
            case OrderShipped shipped -> now(Status.SHIPPED, state);
            case OrderCancelled cancelled -> now(Status.CANCELLED, state);
        };
    }

    private static OrderState now(Status status, OrderState state) {
        return switch (state) {
            case NotPlaced() -> state; // no rule lets it come to this
            case Order order -> order.now(status);
        };
    }

    private static Decision<OrderEvent> place(PlaceOrder command, OrderState state) {
        return state instanceof NotPlaced
                ? Decision.accept(
                        new OrderPlaced(command.orderId(), command.customerId(), command.items(), command.total()))
                : Decision.refuse("order-already-placed", "Order " + command.orderId() + " was placed before");
    }

    private static Decision<OrderEvent> pay(PayOrder command, OrderState state) {
        return switch (state) {
            case NotPlaced() -> notPlaced(command);
            case Order order ->
                switch (order.status()) {
                    case PLACED -> Decision.accept(new OrderPaid(command.orderId(), order.total()));
                    case PAID, SHIPPED -> alreadyPaid(command);
                    case CANCELLED -> alreadyCancelled(command);
                };
        };
    }

    private static Decision<OrderEvent> ship(ShipOrder command, OrderState state) {
        return switch (state) {
            case NotPlaced() -> notPlaced(command);
            case Order order ->
                switch (order.status()) {
                    case PLACED ->
                        Decision.refuse("order-not-paid", "Order " + command.orderId() + " ships once it is paid");
                    case PAID -> Decision.accept(new OrderShipped(command.orderId()));
                    case SHIPPED -> alreadyShipped(command);
                    case CANCELLED -> alreadyCancelled(command);
                };
        };
    }

    private static Decision<OrderEvent> cancel(CancelOrder command, OrderState state) {
        return switch (state) {
            case NotPlaced() -> notPlaced(command);
            case Order order ->
                switch (order.status()) {
                    case PLACED -> Decision.accept(new OrderCancelled(command.orderId(), BigDecimal.ZERO));
                    case PAID -> Decision.accept(new OrderCancelled(command.orderId(), order.total()));
                    case SHIPPED -> alreadyShipped(command);
                    case CANCELLED -> alreadyCancelled(command);
                };
        };
    }

    private static Decision<OrderEvent> cancelUnpaid(CancelUnpaidOrder command, OrderState state) {
        return switch (state) {
            case NotPlaced() -> notPlaced(command);
            case Order order ->
                switch (order.status()) {
                    case PLACED -> Decision.accept(new OrderCancelled(command.orderId(), BigDecimal.ZERO));
                    case PAID, SHIPPED -> alreadyPaid(command);
                    case CANCELLED -> alreadyCancelled(command);
                };
        };
    }

    private static Decision<OrderEvent> notPlaced(OrderCommand command) {
        return Decision.refuse("order-not-placed", "There is no order " + command.orderId());
    }

    private static Decision<OrderEvent> alreadyPaid(OrderCommand command) {
        return Decision.refuse("order-already-paid", "Order " + command.orderId() + " is paid");
    }

    private static Decision<OrderEvent> alreadyShipped(OrderCommand command) {
        return Decision.refuse("order-already-shipped", "Order " + command.orderId() + " is on its way");
    }

    private static Decision<OrderEvent> alreadyCancelled(OrderCommand command) {
        return Decision.refuse("order-already-cancelled", "Order " + command.orderId() + " was cancelled");
    }
}
