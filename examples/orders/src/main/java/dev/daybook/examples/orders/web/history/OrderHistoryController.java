package dev.daybook.examples.orders.web.history;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.daybook.context.BoundedContext;
import dev.daybook.event.RecordedEvent;
import dev.daybook.examples.orders.domain.FieldChecks;
import dev.daybook.examples.orders.ordering.OrderingConfiguration;
import dev.daybook.examples.orders.web.Problems;
import dev.daybook.store.Version;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Shows what happened to an order, straight from the log. */
@RestController
final class OrderHistoryController {

    /** Far more than the rules allow an order to have. */
    private static final int MAX_EVENTS = 1_000;

    private final BoundedContext ordering;

    OrderHistoryController(BoundedContext ordering) {
        this.ordering = ordering;
    }

    /** All events of an order, oldest first. */
    record History(String orderId, List<Entry> events) {}

    /**
     * One event.
     *
     * @param correlationId of the request that led to it
     * @param causationId of the command that it came of
     * @param data as it is stored
     */
    record Entry(
            UUID id,
            String type,
            long version,
            long position,
            Instant recordedAt,
            Optional<String> correlationId,
            Optional<String> causationId,
            @JsonRawValue String data) {

        static Entry of(RecordedEvent<?> recorded) {
            return new Entry(
                    recorded.id(),
                    recorded.stored().type().name(),
                    recorded.version().value(),
                    recorded.position().value(),
                    recorded.recordedAt(),
                    recorded.metadata().correlation(),
                    recorded.metadata().causation(),
                    recorded.stored().data());
        }
    }

    @GetMapping("/api/orders/{orderId}/history")
    History history(@PathVariable String orderId) {
        new FieldChecks().orderId("orderId", orderId).orThrow();
        List<RecordedEvent<?>> events =
                ordering.history(OrderingConfiguration.ORDER.stream(orderId), Version.NONE, MAX_EVENTS);
        if (events.isEmpty()) {
            throw Problems.notFound("There is no order " + orderId);
        }
        return new History(orderId, events.stream().map(Entry::of).toList());
    }
}
