package dev.daybook.examples.orders.readmodel;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.daybook.examples.orders.domain.OrderEvent;
import dev.daybook.examples.orders.domain.OrderEvent.OrderCancelled;
import dev.daybook.examples.orders.domain.OrderEvent.OrderPaid;
import dev.daybook.examples.orders.domain.OrderEvent.OrderPlaced;
import dev.daybook.examples.orders.domain.OrderEvent.OrderShipped;
import dev.daybook.examples.orders.domain.OrderItem;
import dev.daybook.store.StreamId;
import dev.daybook.testing.GivenThen;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OrderReadModelsTest {

    private static final StreamId ORDER = StreamId.of("order", "42");
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant LATER = NOON.plusSeconds(90);
    private static final BigDecimal TOTAL = new BigDecimal("21.50");
    private static final List<OrderItem> ITEMS =
            List.of(new OrderItem("tea", 3, new BigDecimal("4.50")), new OrderItem("pot", 1, new BigDecimal("8.00")));
    private static final OrderEvent PLACED = new OrderPlaced("42", "ada", ITEMS, TOTAL);
    private static final OrderEvent PAID = new OrderPaid("42", TOTAL);
    private static final OrderEvent SHIPPED = new OrderShipped("42");
    private static final OrderEvent CANCELLED = new OrderCancelled("42", BigDecimal.ZERO);

    private final GivenThen<OrderSummary, OrderEvent> list =
            GivenThen.of(OrderSummary.PROJECTION).at(NOON);
    private final GivenThen<OrderDetail, OrderEvent> details =
            GivenThen.of(OrderDetail.PROJECTION).at(NOON);

    @Test
    void a_placed_order_is_in_the_list() {
        list.given(ORDER, PLACED).thenDocument("42", summary(OrderStatus.PLACED));
    }

    @Test
    void the_list_shows_how_far_an_order_has_come() {
        list.given(ORDER, PLACED)
                .at(LATER)
                .given(ORDER, PAID)
                .thenDocument("42", summary(OrderStatus.PAID))
                .given(ORDER, SHIPPED)
                .thenDocument("42", summary(OrderStatus.SHIPPED));
    }

    @Test
    void the_list_shows_a_cancelled_order() {
        list.given(ORDER, PLACED).at(LATER).given(ORDER, CANCELLED).thenDocument("42", summary(OrderStatus.CANCELLED));
    }

    @Test
    void the_detail_of_a_placed_order_has_its_items() {
        details.given(ORDER, PLACED).thenDocument("42", detail(OrderStatus.PLACED, NOON, 1));
    }

    @Test
    void the_detail_shows_the_last_change_and_its_version() {
        details.given(ORDER, PLACED)
                .at(LATER)
                .given(ORDER, PAID)
                .thenDocument("42", detail(OrderStatus.PAID, LATER, 2))
                .given(ORDER, SHIPPED)
                .thenDocument("42", detail(OrderStatus.SHIPPED, LATER, 3));
    }

    @Test
    void the_detail_shows_when_an_order_was_cancelled() {
        details.given(ORDER, PLACED)
                .at(LATER)
                .given(ORDER, CANCELLED)
                .thenDocument("42", detail(OrderStatus.CANCELLED, LATER, 2));
    }

    @Test
    void an_order_that_was_never_placed_stops_the_read_models_and_is_not_made_up() {
        assertThatThrownBy(() -> list.given(ORDER, PAID)).hasCauseInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> details.given(ORDER, PAID)).hasCauseInstanceOf(NullPointerException.class);
    }

    private static OrderSummary summary(OrderStatus status) {
        return new OrderSummary("42", "ada", status, 4, TOTAL, NOON);
    }

    private static OrderDetail detail(OrderStatus status, Instant changedAt, int version) {
        return new OrderDetail("42", "ada", status, ITEMS, TOTAL, NOON, changedAt, version);
    }
}
