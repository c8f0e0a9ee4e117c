package dev.daybook.examples.orders.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.aggregate.Decision;
import dev.daybook.examples.orders.domain.OrderCommand.CancelOrder;
import dev.daybook.examples.orders.domain.OrderCommand.PayOrder;
import dev.daybook.examples.orders.domain.OrderCommand.PlaceOrder;
import dev.daybook.examples.orders.domain.OrderCommand.ShipOrder;
import dev.daybook.examples.orders.domain.OrderEvent.OrderCancelled;
import dev.daybook.examples.orders.domain.OrderEvent.OrderPaid;
import dev.daybook.examples.orders.domain.OrderEvent.OrderPlaced;
import dev.daybook.examples.orders.domain.OrderEvent.OrderShipped;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OrderDeciderTest {

    private static final BigDecimal TOTAL = new BigDecimal("21.50");
    private static final List<OrderItem> ITEMS =
            List.of(new OrderItem("tea", 3, new BigDecimal("4.50")), new OrderItem("pot", 1, new BigDecimal("8.00")));
    private static final OrderEvent PLACED = new OrderPlaced("42", "ada", ITEMS, TOTAL);
    private static final OrderEvent PAID = new OrderPaid("42", TOTAL);
    private static final OrderEvent SHIPPED = new OrderShipped("42");
    private static final OrderEvent CANCELLED = new OrderCancelled("42", BigDecimal.ZERO);

    @Test
    void an_order_is_placed_with_the_total_of_its_items() {
        assertThat(decide(new PlaceOrder("42", "ada", ITEMS))).isEqualTo(Decision.accept(PLACED));
    }

    @Test
    void an_order_is_placed_only_once_whatever_became_of_it() {
        PlaceOrder again = new PlaceOrder("42", "bob", ITEMS);
        assertThat(codeOf(decide(again, PLACED))).isEqualTo("order-already-placed");
        assertThat(codeOf(decide(again, PLACED, CANCELLED))).isEqualTo("order-already-placed");
    }

    @Test
    void a_placed_order_is_paid_in_full() {
        assertThat(decide(new PayOrder("42"), PLACED)).isEqualTo(Decision.accept(PAID));
    }

    @Test
    void an_order_is_not_paid_twice() {
        assertThat(codeOf(decide(new PayOrder("42"), PLACED, PAID))).isEqualTo("order-already-paid");
        assertThat(codeOf(decide(new PayOrder("42"), PLACED, PAID, SHIPPED))).isEqualTo("order-already-paid");
    }

    @Test
    void a_cancelled_order_is_not_paid() {
        assertThat(codeOf(decide(new PayOrder("42"), PLACED, CANCELLED))).isEqualTo("order-already-cancelled");
    }

    @Test
    void a_paid_order_ships() {
        assertThat(decide(new ShipOrder("42"), PLACED, PAID)).isEqualTo(Decision.accept(SHIPPED));
    }

    @Test
    void an_unpaid_order_does_not_ship() {
        assertThat(codeOf(decide(new ShipOrder("42"), PLACED))).isEqualTo("order-not-paid");
    }

    @Test
    void an_order_does_not_ship_twice() {
        assertThat(codeOf(decide(new ShipOrder("42"), PLACED, PAID, SHIPPED))).isEqualTo("order-already-shipped");
    }

    @Test
    void a_cancelled_order_does_not_ship() {
        assertThat(codeOf(decide(new ShipOrder("42"), PLACED, PAID, CANCELLED))).isEqualTo("order-already-cancelled");
    }

    @Test
    void an_unpaid_order_is_cancelled_without_a_refund() {
        assertThat(decide(new CancelOrder("42"), PLACED))
                .isEqualTo(Decision.accept(new OrderCancelled("42", BigDecimal.ZERO)));
    }

    @Test
    void a_paid_order_is_cancelled_with_a_refund() {
        assertThat(decide(new CancelOrder("42"), PLACED, PAID))
                .isEqualTo(Decision.accept(new OrderCancelled("42", TOTAL)));
    }

    @Test
    void a_shipped_order_is_not_cancelled() {
        assertThat(codeOf(decide(new CancelOrder("42"), PLACED, PAID, SHIPPED))).isEqualTo("order-already-shipped");
    }

    @Test
    void an_order_is_not_cancelled_twice() {
        assertThat(codeOf(decide(new CancelOrder("42"), PLACED, CANCELLED))).isEqualTo("order-already-cancelled");
    }

    @Test
    void nothing_is_done_to_an_order_that_was_never_placed() {
        assertThat(codeOf(decide(new PayOrder("42")))).isEqualTo("order-not-placed");
        assertThat(codeOf(decide(new ShipOrder("42")))).isEqualTo("order-not-placed");
        assertThat(codeOf(decide(new CancelOrder("42")))).isEqualTo("order-not-placed");
    }

    private static Decision<OrderEvent> decide(OrderCommand command, OrderEvent... past) {
        OrderDecider decider = new OrderDecider();
        OrderState state = decider.initial();
        for (OrderEvent event : past) {
            state = decider.evolve(state, event);
        }
        return decider.decide(command, state);
    }

    private static String codeOf(Decision<OrderEvent> decision) {
        return switch (decision) {
            case Decision.Refused<OrderEvent>(String code, String reason) -> code;
            case Decision.Accepted<OrderEvent>(List<OrderEvent> events) -> "accepted " + events;
        };
    }
}
