package dev.daybook.examples.orders.domain;

import dev.daybook.examples.orders.domain.OrderCommand.CancelOrder;
import dev.daybook.examples.orders.domain.OrderCommand.CancelUnpaidOrder;
import dev.daybook.examples.orders.domain.OrderCommand.PayOrder;
import dev.daybook.examples.orders.domain.OrderCommand.PlaceOrder;
import dev.daybook.examples.orders.domain.OrderCommand.ShipOrder;
import dev.daybook.examples.orders.domain.OrderEvent.OrderCancelled;
import dev.daybook.examples.orders.domain.OrderEvent.OrderPaid;
import dev.daybook.examples.orders.domain.OrderEvent.OrderPlaced;
import dev.daybook.examples.orders.domain.OrderEvent.OrderShipped;
import dev.daybook.testing.GivenWhenThen;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OrderDeciderTest {

    private static final GivenWhenThen<OrderCommand, OrderState, OrderEvent> ORDER =
            GivenWhenThen.of(new OrderDecider());
    private static final BigDecimal TOTAL = new BigDecimal("21.50");
    private static final List<OrderItem> ITEMS =
            List.of(new OrderItem("tea", 3, new BigDecimal("4.50")), new OrderItem("pot", 1, new BigDecimal("8.00")));
    private static final OrderEvent PLACED = new OrderPlaced("42", "ada", ITEMS, TOTAL);
    private static final OrderEvent PAID = new OrderPaid("42", TOTAL);
    private static final OrderEvent SHIPPED = new OrderShipped("42");
    private static final OrderEvent CANCELLED = new OrderCancelled("42", BigDecimal.ZERO);

    @Test
    void an_order_is_placed_with_the_total_of_its_items() {
        ORDER.when(new PlaceOrder("42", "ada", ITEMS)).thenEvents(PLACED);
    }

    @Test
    void an_order_is_placed_only_once_whatever_became_of_it() {
        PlaceOrder again = new PlaceOrder("42", "bob", ITEMS);
        ORDER.given(PLACED).when(again).thenRefused("order-already-placed");
        ORDER.given(PLACED, CANCELLED).when(again).thenRefused("order-already-placed");
    }

    @Test
    void a_placed_order_is_paid_in_full() {
        ORDER.given(PLACED).when(new PayOrder("42")).thenEvents(PAID);
    }

    @Test
    void an_order_is_not_paid_twice() {
        ORDER.given(PLACED, PAID).when(new PayOrder("42")).thenRefused("order-already-paid");
        ORDER.given(PLACED, PAID, SHIPPED).when(new PayOrder("42")).thenRefused("order-already-paid");
    }

    @Test
    void a_cancelled_order_is_not_paid() {
        ORDER.given(PLACED, CANCELLED).when(new PayOrder("42")).thenRefused("order-already-cancelled");
    }

    @Test
    void a_paid_order_ships() {
        ORDER.given(PLACED, PAID).when(new ShipOrder("42")).thenEvents(SHIPPED);
    }

    @Test
    void an_unpaid_order_does_not_ship() {
        ORDER.given(PLACED).when(new ShipOrder("42")).thenRefused("order-not-paid");
    }

    @Test
    void an_order_does_not_ship_twice() {
        ORDER.given(PLACED, PAID, SHIPPED).when(new ShipOrder("42")).thenRefused("order-already-shipped");
    }

    @Test
    void a_cancelled_order_does_not_ship() {
        ORDER.given(PLACED, PAID, CANCELLED).when(new ShipOrder("42")).thenRefused("order-already-cancelled");
    }

    @Test
    void an_unpaid_order_is_cancelled_without_a_refund() {
        ORDER.given(PLACED).when(new CancelOrder("42")).thenEvents(new OrderCancelled("42", BigDecimal.ZERO));
    }

    @Test
    void a_paid_order_is_cancelled_with_a_refund() {
        ORDER.given(PLACED, PAID).when(new CancelOrder("42")).thenEvents(new OrderCancelled("42", TOTAL));
    }

    @Test
    void a_shipped_order_is_not_cancelled() {
        ORDER.given(PLACED, PAID, SHIPPED).when(new CancelOrder("42")).thenRefused("order-already-shipped");
    }

    @Test
    void an_order_is_not_cancelled_twice() {
        ORDER.given(PLACED, CANCELLED).when(new CancelOrder("42")).thenRefused("order-already-cancelled");
    }

    @Test
    void nothing_is_done_to_an_order_that_was_never_placed() {
        ORDER.when(new PayOrder("42")).thenRefused("order-not-placed");
        ORDER.when(new ShipOrder("42")).thenRefused("order-not-placed");
        ORDER.when(new CancelOrder("42")).thenRefused("order-not-placed");
    }

    @Test
    void an_order_that_is_not_paid_is_called_off_and_a_paid_one_is_not() {
        CancelUnpaidOrder command = new CancelUnpaidOrder("42");
        ORDER.given(PLACED).when(command).thenEvents(CANCELLED);
        ORDER.given(PLACED, PAID).when(command).thenRefused("order-already-paid");
        ORDER.given(PLACED, PAID, SHIPPED).when(command).thenRefused("order-already-paid");
        ORDER.given(PLACED, CANCELLED).when(command).thenRefused("order-already-cancelled");
        ORDER.when(command).thenRefused("order-not-placed");
    }
}
