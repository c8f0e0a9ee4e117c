package dev.daybook.examples.orders.reaction;

import dev.daybook.examples.orders.domain.OrderCommand.CancelUnpaidOrder;
import dev.daybook.examples.orders.domain.OrderEvent.OrderCancelled;
import dev.daybook.examples.orders.domain.OrderEvent.OrderPaid;
import dev.daybook.examples.orders.domain.OrderEvent.OrderPlaced;
import dev.daybook.examples.orders.domain.OrderEvent.OrderShipped;
import dev.daybook.examples.orders.reaction.PaymentDeadline.Unpaid;
import dev.daybook.store.StreamId;
import dev.daybook.testing.ProcessScenario;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PaymentDeadlineTest {

    private static final StreamId ORDER = StreamId.of("order", "42");
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Duration LIMIT = Duration.ofMinutes(30);
    private static final OrderPlaced PLACED = new OrderPlaced("42", "ada", List.of(), BigDecimal.TEN);

    private final ProcessScenario<Unpaid> scenario = ProcessScenario.of(PaymentDeadline.within(LIMIT));

    @Test
    void an_order_that_is_not_paid_in_time_is_called_off() {
        scenario.given(ORDER, PLACED)
                .thenState("42", new Unpaid("42"))
                .thenTimers("42", Map.of("deadline-passes", NOON.plus(LIMIT)))
                .whenTimePasses(LIMIT)
                .thenCommands(new CancelUnpaidOrder("42"))
                .thenEnded("42");
    }

    @Test
    void an_order_that_is_paid_in_time_is_left_alone() {
        scenario.given(ORDER, PLACED)
                .at(NOON.plus(LIMIT).minusMillis(1))
                .when(ORDER, new OrderPaid("42", BigDecimal.TEN))
                .thenEnded("42")
                .whenTimePasses(LIMIT)
                .thenNoCommands()
                .when(ORDER, new OrderShipped("42"))
                .thenNoCommands();
    }

    @Test
    void an_order_that_was_cancelled_is_left_alone() {
        scenario.given(ORDER, PLACED)
                .when(ORDER, new OrderCancelled("42", BigDecimal.ZERO))
                .thenEnded("42")
                .whenTimePasses(LIMIT)
                .thenNoCommands();
    }
}
