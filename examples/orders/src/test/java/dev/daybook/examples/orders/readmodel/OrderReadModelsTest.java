package dev.daybook.examples.orders.readmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import dev.daybook.event.RecordedEvent;
import dev.daybook.examples.orders.domain.OrderEvent;
import dev.daybook.examples.orders.domain.OrderEvent.OrderCancelled;
import dev.daybook.examples.orders.domain.OrderEvent.OrderPaid;
import dev.daybook.examples.orders.domain.OrderEvent.OrderPlaced;
import dev.daybook.examples.orders.domain.OrderEvent.OrderShipped;
import dev.daybook.examples.orders.domain.OrderItem;
import dev.daybook.projection.DocumentProjection;
import dev.daybook.store.EventType;
import dev.daybook.store.Metadata;
import dev.daybook.store.Position;
import dev.daybook.store.SerializedEvent;
import dev.daybook.store.StoredEvent;
import dev.daybook.store.StreamId;
import dev.daybook.store.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class OrderReadModelsTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final BigDecimal TOTAL = new BigDecimal("21.50");
    private static final List<OrderItem> ITEMS =
            List.of(new OrderItem("tea", 3, new BigDecimal("4.50")), new OrderItem("pot", 1, new BigDecimal("8.00")));
    private static final OrderEvent PLACED = new OrderPlaced("42", "ada", ITEMS, TOTAL);
    private static final OrderEvent PAID = new OrderPaid("42", TOTAL);
    private static final OrderEvent SHIPPED = new OrderShipped("42");
    private static final OrderEvent CANCELLED = new OrderCancelled("42", BigDecimal.ZERO);

    @Test
    void a_placed_order_is_in_the_list() {
        assertThat(after(OrderSummary.PROJECTION, PLACED))
                .isEqualTo(new OrderSummary("42", "ada", OrderStatus.PLACED, 4, TOTAL, at(1)));
    }

    @Test
    void the_list_shows_how_far_an_order_has_come() {
        assertThat(after(OrderSummary.PROJECTION, PLACED, PAID))
                .isEqualTo(new OrderSummary("42", "ada", OrderStatus.PAID, 4, TOTAL, at(1)));
        assertThat(after(OrderSummary.PROJECTION, PLACED, PAID, SHIPPED))
                .isEqualTo(new OrderSummary("42", "ada", OrderStatus.SHIPPED, 4, TOTAL, at(1)));
        assertThat(after(OrderSummary.PROJECTION, PLACED, CANCELLED))
                .isEqualTo(new OrderSummary("42", "ada", OrderStatus.CANCELLED, 4, TOTAL, at(1)));
    }

    @Test
    void the_detail_of_a_placed_order_has_its_items() {
        assertThat(after(OrderDetail.PROJECTION, PLACED))
                .isEqualTo(new OrderDetail("42", "ada", OrderStatus.PLACED, ITEMS, TOTAL, at(1), at(1), 1));
    }

    @Test
    void the_detail_shows_the_last_change_and_its_version() {
        assertThat(after(OrderDetail.PROJECTION, PLACED, PAID))
                .isEqualTo(new OrderDetail("42", "ada", OrderStatus.PAID, ITEMS, TOTAL, at(1), at(2), 2));
        assertThat(after(OrderDetail.PROJECTION, PLACED, PAID, SHIPPED))
                .isEqualTo(new OrderDetail("42", "ada", OrderStatus.SHIPPED, ITEMS, TOTAL, at(1), at(3), 3));
        assertThat(after(OrderDetail.PROJECTION, PLACED, CANCELLED))
                .isEqualTo(new OrderDetail("42", "ada", OrderStatus.CANCELLED, ITEMS, TOTAL, at(1), at(2), 2));
    }

    @Test
    void an_order_that_was_never_placed_stops_the_read_models_and_is_not_made_up() {
        assertThatNullPointerException().isThrownBy(() -> after(OrderSummary.PROJECTION, PAID));
        assertThatNullPointerException().isThrownBy(() -> after(OrderDetail.PROJECTION, PAID));
    }

    private static <D> @Nullable D after(DocumentProjection<D, OrderEvent> projection, OrderEvent... events) {
        D document = null;
        for (int i = 0; i < events.length; i++) {
            document = projection.fold().apply(document, recorded(events[i], i + 1));
        }
        return document;
    }

    private static RecordedEvent<OrderEvent> recorded(OrderEvent event, int version) {
        SerializedEvent serialized =
                new SerializedEvent(new UUID(0, version), new EventType("order-event", 1), "{}", Metadata.none());
        return new RecordedEvent<>(
                event,
                new StoredEvent(
                        StreamId.of("order", event.orderId()),
                        Version.of(version),
                        Position.of(version),
                        at(version),
                        serialized));
    }

    private static Instant at(int version) {
        return NOON.plusSeconds(version);
    }
}
